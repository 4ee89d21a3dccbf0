package dev.troupe.supervisor.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One state of a state machine, in the terms of the Amazon States Language. What is null was not
 * given; the language's default applies.
 */
public sealed interface State {

  /**
   * Hands work out and waits for what comes back.
   *
   * @param timeout in seconds, of each attempt
   * @param heartbeat in seconds between two signs of life
   */
  record TaskState(
      String resource,
      DataFlow flow,
      Map<String, Template> assign,
      @Nullable Quantity timeout,
      @Nullable Quantity heartbeat,
      Handlers handlers,
      Transition transition)
      implements State {
    private static final String CALLBACK = ".waitForTaskToken";
    private static final String SYNCHRONOUS = ".sync";

    /** Only whoever shows the attempt's token ends it. */
    public boolean waitsForToken() {
      return resource.endsWith(CALLBACK);
    }

    /** Whoever it is handed to only begins the work, and is given a token for its end. */
    public boolean isSubmitted() {
      return waitsForToken() || resource.contains(SYNCHRONOUS);
    }
  }

  /** Runs machines of its own beside each other, each with the same input. */
  record ParallelState(
      List<StateMachine> branches,
      DataFlow flow,
      Map<String, Template> assign,
      Handlers handlers,
      Transition transition)
      implements State {}

  /**
   * Runs a machine of its own for every item.
   *
   * @param ofItem what each item runs as a task of its own; null where items are frames of this one
   */
  record MapState(
      Items items,
      @Nullable Template itemSelector,
      @Nullable Batches batches,
      @Nullable Quantity maxConcurrency,
      Tolerance tolerance,
      @Nullable Workflow ofItem,
      StateMachine processor,
      DataFlow flow,
      Map<String, Template> assign,
      Handlers handlers,
      Transition transition)
      implements State {

    /** Each item is a task of its own. */
    public boolean isDistributed() {
      return ofItem != null;
    }
  }

  /** How many of a Map's items may fail. */
  record Tolerance(@Nullable Quantity count, @Nullable Quantity percentage) {}

  /**
   * Several items handed over at once.
   *
   * @param input given to each batch beside its items
   */
  record Batches(
      @Nullable Quantity maxItems, @Nullable Quantity maxInputBytes, @Nullable Template input) {}

  record ChoiceState(
      List<Rule> rules, @Nullable String otherwise, DataFlow flow, Map<String, Template> assign)
      implements State {}

  /**
   * @param result stands in for the state's input
   */
  record PassState(
      @Nullable JsonNode result, DataFlow flow, Map<String, Template> assign, Transition transition)
      implements State {}

  record WaitState(Delay delay, DataFlow flow, Map<String, Template> assign, Transition transition)
      implements State {}

  record SucceedState(DataFlow flow, Transition.End transition) implements State {}

  record FailState(@Nullable Template error, @Nullable Template cause) implements State {}

  /**
   * One way out of a {@link ChoiceState}.
   *
   * @param flow of JSONata's Output; null where the state's own applies
   */
  record Rule(
      Condition condition, @Nullable DataFlow flow, Map<String, Template> assign, String next) {}

  /** What a state does about its failures. */
  default Handlers handlers() {
    return switch (this) {
      case TaskState task -> task.handlers();
      case MapState map -> map.handlers();
      case ParallelState parallel -> parallel.handlers();
      case ChoiceState _, PassState _, WaitState _, SucceedState _, FailState _ -> Handlers.NONE;
    };
  }
}
