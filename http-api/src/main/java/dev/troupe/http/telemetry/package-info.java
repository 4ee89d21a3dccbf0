/** Telemetry over OTLP: the only place that knows the OpenTelemetry SDK. */
@NullMarked
package dev.troupe.http.telemetry;

import org.jspecify.annotations.NullMarked;
