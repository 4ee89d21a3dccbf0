package dev.troupe.agents.tool;

import dev.troupe.agents.tool.ToolSpec.Effect;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Tools by the name that a role's {@code tools} lists and a model asks for. */
public final class Tools {
  public static final Tools NONE = new Tools(Map.of());

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  private final Map<String, Tool> byName;

  private Tools(Map<String, Tool> byName) {
    this.byName = byName;
  }

  /**
   * @throws IllegalArgumentException as {@link #with(Tool)}
   */
  public static Tools of(Collection<? extends Tool> tools) {
    var all = NONE;
    for (var tool : tools) {
      all = all.with(tool);
    }
    return all;
  }

  /** These and one more that reads and changes nothing. */
  public <I, O> Tools with(
      String name, String description, Class<I> input, TypedTool<I, O> function) {
    return with(new RecordTool<>(spec(name, description, input, Effect.READS), input, function));
  }

  /** The same for one whose results are text that anybody may have written. */
  public <I, O> Tools withOutside(
      String name, String description, Class<I> input, TypedTool<I, O> function) {
    var spec = new ToolSpec(name, description, RecordSchema.of(input), Effect.READS, true);
    return with(new RecordTool<>(spec, input, function));
  }

  /** These and one more that changes something, and cannot tell afterwards whether it did. */
  public <I, O> Tools withChange(
      String name, String description, Class<I> input, TypedTool<I, O> function) {
    return with(new RecordTool<>(spec(name, description, input, Effect.CHANGES), input, function));
  }

  /**
   * These and one more that changes something.
   *
   * @param reconcile as {@link Reconcilable#reconcile}
   */
  public <I, O> Tools withChange(
      String name,
      String description,
      Class<I> input,
      TypedTool<I, O> function,
      TypedTool<I, Optional<O>> reconcile) {
    var spec = spec(name, description, input, Effect.CHANGES);
    return with(new RecordTool.Asked<>(spec, input, function, reconcile));
  }

  private static ToolSpec spec(String name, String description, Class<?> input, Effect effect) {
    return new ToolSpec(name, description, RecordSchema.of(input), effect, false);
  }

  /**
   * These and one more.
   *
   * @throws IllegalArgumentException if its name cannot be used or is taken, or it does not say
   *     what it is for
   */
  public Tools with(Tool tool) {
    var spec = tool.spec();
    require(
        NAME.matcher(spec.name()).matches(),
        "'%s' cannot be a tool's name; it has lower case letters, digits and '_', at most 64, and begins with a letter",
        spec);
    require(
        !spec.description().isBlank(),
        "The tool '%s' has no description; say what it does, so that a model knows when to use it",
        spec);
    require(
        !byName.containsKey(spec.name()),
        "There are two tools with the name '%s'; give one of them another",
        spec);
    var all = new TreeMap<>(byName);
    all.put(spec.name(), tool);
    return new Tools(all);
  }

  private static void require(boolean holds, String otherwise, ToolSpec spec) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise.formatted(spec.name()));
    }
  }

  /**
   * These and those.
   *
   * @throws IllegalArgumentException if a name is in both
   */
  public Tools and(Tools others) {
    var all = this;
    for (var tool : others.byName.values()) {
      all = all.with(tool);
    }
    return all;
  }

  public Optional<Tool> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public SortedSet<String> names() {
    return new TreeSet<>(byName.keySet());
  }

  /** In the order of their names. */
  public List<Tool> all() {
    return List.copyOf(new TreeMap<>(byName).values());
  }
}
