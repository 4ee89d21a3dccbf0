package dev.troupe.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.function.Functions;
import dev.troupe.agents.function.TypedFunction;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * States in the order in which they are written: each leads to the one behind it, and the last one
 * ends, unless they say otherwise.
 */
public abstract sealed class States<S extends States<S>> permits WorkflowBuilder, Branch {
  private final Map<String, Step<?>> states = new LinkedHashMap<>();

  States() {}

  abstract S self();

  /**
   * A step of work: {@code agent("writer")}, {@code java(Shop::bill)}, {@code approval("Pay?")}.
   */
  public S task(String name, TaskStep step) {
    return add(name, step);
  }

  /** A step of work by a Java method, whose resource is {@code java:Class.method}. */
  public <I, O extends @Nullable Object> S task(String name, TypedFunction<I, O> method) {
    return add(name, Steps.java(method));
  }

  /** The first rule whose condition holds says where to go on; without one, the next state. */
  public S choice(String name, Rule... rules) {
    return add(name, new ChoiceStep(List.of(rules)));
  }

  /** The same states for each item; their outputs are an array. */
  public S map(String name, MapStep step) {
    return add(name, step);
  }

  /**
   * The same states for each item.
   *
   * @param items a JSONata expression, for instance {@code $states.input.lines}
   */
  public S map(String name, String items, UnaryOperator<Branch> each) {
    return add(name, Steps.each(items, each));
  }

  /** Several at the same time; their outputs are an array. */
  public S parallel(String name, ParallelStep step) {
    return add(name, step);
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // They are only read.
  public final S parallel(String name, UnaryOperator<Branch>... branches) {
    return add(name, Steps.branches(branches));
  }

  /** Something from the input, without anybody at work. */
  public S pass(String name, PassStep step) {
    return add(name, step);
  }

  public S pause(String name, Duration time) {
    return add(name, Steps.pause(time));
  }

  public S pause(String name, WaitStep step) {
    return add(name, step);
  }

  /** The end, with the input as output. */
  public S succeed(String name) {
    return add(name, new SucceedStep());
  }

  public S succeed(String name, SucceedStep step) {
    return add(name, step);
  }

  public S fail(String name, String error, String cause) {
    return add(name, new FailStep(error, cause));
  }

  private S add(String name, Step<?> step) {
    if (states.putIfAbsent(name, step) != null) {
      throw new IllegalArgumentException(
          "There are two states with the name '%s'; give one of them another".formatted(name));
    }
    return self();
  }

  /** {@code StartAt} and {@code States}. */
  ObjectNode machine() {
    if (states.isEmpty()) {
      throw new IllegalArgumentException("A workflow, and each branch of it, has a state at least");
    }
    List<String> names = new ArrayList<>(states.keySet());
    var machine = Json.MAPPER.createObjectNode().put("StartAt", names.getFirst());
    var written = machine.putObject("States");
    for (var index = 0; index < names.size(); index++) {
      var behind = index + 1 < names.size() ? names.get(index + 1) : null;
      written.set(names.get(index), step(names.get(index)).written(behind));
    }
    return machine;
  }

  private Step<?> step(String name) {
    var step = states.get(name);
    if (step == null) {
      throw new IllegalStateException("There is no state '%s'".formatted(name));
    }
    return step;
  }

  Functions functions() {
    var all = Functions.NONE;
    for (var step : states.values()) {
      all = all.and(step.functions());
    }
    return all;
  }
}
