/** A store's content as a file: what is true, and nothing that can be made again from it. */
@NullMarked
package dev.troupe.persistence.archive;

import org.jspecify.annotations.NullMarked;
