package dev.troupe.persistence.schema;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is made when it is first asked for, once. */
final class Once<T> implements Supplier<T> {
  private @Nullable Supplier<T> make;
  private volatile @Nullable T value;

  Once(Supplier<T> make) {
    this.make = make;
  }

  @Override
  public T get() {
    var made = value;
    return made != null ? made : first();
  }

  private synchronized T first() {
    var made = value;
    if (made == null) {
      made = Objects.requireNonNull(make).get();
      value = made;
      make = null;
    }
    return made;
  }
}
