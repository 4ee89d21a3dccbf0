/** What is told of work: traces and measurements, by OpenTelemetry's names for generative AI. */
@NullMarked
package dev.troupe.agents.telemetry;

import org.jspecify.annotations.NullMarked;
