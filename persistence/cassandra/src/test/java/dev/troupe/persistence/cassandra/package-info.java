@NullMarked
package dev.troupe.persistence.cassandra;

import org.jspecify.annotations.NullMarked;
