@NullMarked
package dev.troupe.persistence.schema;

import org.jspecify.annotations.NullMarked;
