@NullMarked
package dev.troupe.persistence.archive;

import org.jspecify.annotations.NullMarked;
