@NullMarked
package dev.troupe.embedded;

import org.jspecify.annotations.NullMarked;
