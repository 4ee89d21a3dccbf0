@NullMarked
package dev.troupe.cluster;

import org.jspecify.annotations.NullMarked;
