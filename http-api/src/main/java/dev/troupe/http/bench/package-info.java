@NullMarked
package dev.troupe.http.bench;

import org.jspecify.annotations.NullMarked;
