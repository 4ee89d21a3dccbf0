package dev.troupe.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.troupe.agents.function.Functions;
import dev.troupe.agents.function.TypedFunction;
import dev.troupe.persistence.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The words with which a workflow is written in Java; to be imported statically. */
public final class Steps {
  private Steps() {}

  /** An agent of this role. */
  public static TaskStep agent(String role) {
    return resource("agent:" + role);
  }

  /** A Java method, as {@code java:Class.method}. */
  public static <I, O extends @Nullable Object> TaskStep java(TypedFunction<I, O> method) {
    return java(Functions.nameOf(method), method);
  }

  /** A Java method or lambda under a name of your choice. */
  public static <I, O extends @Nullable Object> TaskStep java(
      String name, TypedFunction<I, O> function) {
    return new TaskStep("java:" + name, Functions.NONE.with(name, function));
  }

  /** A Java function that is bound elsewhere: by a plugin, or where the engine starts. */
  public static TaskStep java(String name) {
    return resource("java:" + name);
  }

  /** Another workflow, as a task of its own. */
  public static TaskStep workflow(String name) {
    return resource("workflow:" + name);
  }

  /**
   * People.
   *
   * @param question JSONata, for instance {@code 'Pay ' & $states.input.total & '?'}
   */
  public static TaskStep approval(String question) {
    ObjectNode arguments = Json.MAPPER.createObjectNode();
    arguments.put("question", expression(question));
    return resource("human:approval").arguments(arguments);
  }

  /** Whatever the configuration binds to this name. */
  public static TaskStep resource(String name) {
    return new TaskStep(name, Functions.NONE);
  }

  /**
   * The same states for each item.
   *
   * @param items a JSONata expression, for instance {@code $states.input.lines}
   */
  public static MapStep each(String items, UnaryOperator<Branch> each) {
    return new MapStep(items, each.apply(new Branch()));
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // They are only read.
  public static ParallelStep branches(UnaryOperator<Branch>... branches) {
    return new ParallelStep(
        Arrays.stream(branches).map(branch -> branch.apply(new Branch())).toList());
  }

  /**
   * A way out of a choice.
   *
   * @param condition a JSONata expression, for instance {@code $states.input.total > 1000}
   */
  public static Rule when(String condition, String next) {
    return new Rule(condition, next);
  }

  public static Rule otherwise(String next) {
    return new Rule(null, next);
  }

  /** Hands on something made of its input. */
  public static PassStep value(Object output) {
    return new PassStep().output(output);
  }

  public static WaitStep pause(Duration time) {
    return new WaitStep().field("Seconds", Step.seconds(time));
  }

  public static WaitStep pauseUntil(Instant time) {
    return new WaitStep().field("Timestamp", time.toString());
  }

  /** The end, with this output. */
  public static SucceedStep result(Object output) {
    return new SucceedStep().output(output);
  }

  /** JSONata where a value is expected: {@code expression("$states.input.total")}. */
  public static String expression(String jsonata) {
    return "{% " + jsonata + " %}";
  }

  /** The name under which a step fails with this exception, for Retry and Catch. */
  public static String errorOf(Class<? extends Throwable> exception) {
    return exception.getName();
  }
}
