@NullMarked
package dev.troupe.http.telemetry;

import org.jspecify.annotations.NullMarked;
