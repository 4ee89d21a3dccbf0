package dev.troupe.agents.function;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Java functions by the NAME of the resource {@code java:NAME} that a Task state calls them by. */
public final class Functions {
  public static final Functions NONE = new Functions(Map.of());

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,99}");

  private final Map<String, BoundFunction> byName;

  private Functions(Map<String, BoundFunction> byName) {
    this.byName = byName;
  }

  /**
   * These and one more. The type of its input is read off the method reference or lambda.
   *
   * @throws IllegalArgumentException if the name cannot be used or is taken, or the type cannot be
   *     told: then name it
   */
  public <I, O extends @Nullable Object> Functions with(String name, TypedFunction<I, O> function) {
    var reference = Reference.of(function);
    return with(BoundFunction.of(name, reference.input(), reference.identity(), function));
  }

  /** These and one more. */
  public <I, O extends @Nullable Object> Functions with(
      String name, Class<I> input, TypedFunction<I, O> function) {
    return with(BoundFunction.of(name, input, function, function));
  }

  /** These and one more that is told for which step it works. */
  public <I, O extends @Nullable Object> Functions withCall(
      String name, Class<I> input, TypedFunction.Called<I, O> function) {
    return with(BoundFunction.ofCall(name, input, function, false));
  }

  /**
   * The same, whose results anybody may have written: agents behind it are shown their input as
   * data.
   */
  public <I, O extends @Nullable Object> Functions withOutside(
      String name, Class<I> input, TypedFunction.Called<I, O> function) {
    return with(BoundFunction.ofCall(name, input, function, true));
  }

  /** These and one more, under the name {@code Class.method} of the method that it refers to. */
  public <I, O extends @Nullable Object> Functions with(TypedFunction<I, O> method) {
    return with(Reference.of(method).name(), method);
  }

  /**
   * These and those.
   *
   * @throws IllegalArgumentException if a name is in both
   */
  public Functions and(Functions others) {
    var all = this;
    for (var function : others.byName.values()) {
      all = all.with(function);
    }
    return all;
  }

  private Functions with(BoundFunction function) {
    var name = function.name();
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' cannot be a function's name; it has letters, digits, '.', '_' and '-', at most 100, and begins with a letter"
              .formatted(name));
    }
    var known = byName.get(name);
    if (known != null && !known.isSameAs(function)) {
      throw new IllegalArgumentException(
          "There are two functions with the name '%s'; give one of them another".formatted(name));
    }
    var all = new TreeMap<>(byName);
    all.put(name, function);
    return new Functions(all);
  }

  @Nullable BoundFunction find(String name) {
    return byName.get(name);
  }

  public boolean has(String name) {
    return byName.containsKey(name);
  }

  public SortedSet<String> names() {
    return new TreeSet<>(byName.keySet());
  }

  /** The name under which {@link #with(TypedFunction)} keeps a method. */
  public static <I, O extends @Nullable Object> String nameOf(TypedFunction<I, O> method) {
    return Reference.of(method).name();
  }

  /** What a function takes, as its author wrote it; empty if there is no such function. */
  public Optional<Class<?>> inputOf(String name) {
    return Optional.ofNullable(byName.get(name)).map(BoundFunction::input);
  }
}
