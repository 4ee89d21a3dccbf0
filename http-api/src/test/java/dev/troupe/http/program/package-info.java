@NullMarked
package dev.troupe.http.program;

import org.jspecify.annotations.NullMarked;
