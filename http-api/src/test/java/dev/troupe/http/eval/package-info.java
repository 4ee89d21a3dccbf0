@NullMarked
package dev.troupe.http.eval;

import org.jspecify.annotations.NullMarked;
