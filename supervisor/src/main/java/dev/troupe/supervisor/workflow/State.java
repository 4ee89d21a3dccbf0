package dev.troupe.supervisor.workflow;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One state of a state machine, in the terms of the Amazon States Language. A template that is null
 * was not given; the language's default applies.
 */
public sealed interface State {

  /** Hands work out and waits for what comes back. */
  record TaskState(
      String resource,
      @Nullable Template arguments,
      @Nullable Template output,
      Map<String, Template> assign,
      @Nullable Template timeoutSeconds,
      List<Retrier> retry,
      List<Catcher> catchers,
      Transition transition)
      implements State {}

  /** Runs a machine of its own for every item. */
  record MapState(
      @Nullable Template items,
      @Nullable Template itemSelector,
      @Nullable Template maxConcurrency,
      StateMachine processor,
      @Nullable Template output,
      Map<String, Template> assign,
      Transition transition)
      implements State {}

  record ChoiceState(
      List<Rule> rules,
      @Nullable String otherwise,
      @Nullable Template output,
      Map<String, Template> assign)
      implements State {}

  record PassState(@Nullable Template output, Map<String, Template> assign, Transition transition)
      implements State {}

  record SucceedState(@Nullable Template output, Transition.End transition) implements State {}

  record FailState(@Nullable Template error, @Nullable Template cause) implements State {}

  /** One way out of a {@link ChoiceState}. */
  record Rule(
      Template condition, @Nullable Template output, Map<String, Template> assign, String next) {}
}
