/**
 * What every store must do, in tests that name none: a store's own test extends each and says how
 * it is configured.
 */
@NullMarked
package dev.troupe.persistence.contract;

import org.jspecify.annotations.NullMarked;
