@NullMarked
package dev.troupe.persistence.embedded;

import org.jspecify.annotations.NullMarked;
