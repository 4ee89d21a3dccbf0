/**
 * What the build makes of the program's jars, so that it starts quickly. Nothing runs this later.
 */
@NullMarked
package dev.troupe.http.program;

import org.jspecify.annotations.NullMarked;
