@NullMarked
package dev.troupe.http.cli;

import org.jspecify.annotations.NullMarked;
