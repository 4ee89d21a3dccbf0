package dev.troupe.agents.agent;

import dev.troupe.agents.AgentId;
import dev.troupe.agents.Charge;
import dev.troupe.agents.Role;
import dev.troupe.agents.agent.AgentEvent.ModelReplied;
import dev.troupe.agents.knowledge.Passage;
import dev.troupe.agents.model.ModelFailure;
import dev.troupe.agents.model.ModelGateway;
import dev.troupe.agents.model.ModelReply;
import dev.troupe.agents.model.Prompt;
import dev.troupe.agents.shared.Finding;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.PlainWords;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One turn of an attempt: passages, prompt, model, reading. Nothing of it is durable; the agent
 * records its result, or forgets it.
 */
final class Turn implements Underway {
  private static final int REPAIRS = 1;
  private static final int REFUSED_CHARACTERS = 64 * 1024;

  private final TurnContext context;
  private final AgentId agent;
  private final Transcript transcript;
  private final Attempt.Open work;
  private final Instant deadline;
  private final @Nullable Charge charge;
  private final Company company;
  private final Consumer<String> watchers;
  private final Pens pens;
  private final CompletableFuture<TurnResult> result = new CompletableFuture<>();
  private volatile @Nullable CompletableFuture<ModelReply> call;
  private volatile @Nullable LiveText live;
  private volatile @Nullable String model;
  private volatile List<Passage> shown = List.of();

  /** Others who work for the task. */
  interface Company {
    /** What they have found by now. */
    CompletionStage<List<Finding>> findings();

    /** They may have forgotten that these were read. */
    void readBefore(List<Passage> passages);
  }

  /** Where a call of a model writes what watchers see. */
  interface Pens {
    LiveText of(Role role, int call);
  }

  Turn(
      TurnContext context,
      AgentId agent,
      Transcript transcript,
      Attempt.Open work,
      Instant deadline,
      @Nullable Charge charge,
      Company company,
      Consumer<String> watchers,
      Pens pens) {
    this.context = context;
    this.agent = agent;
    this.transcript = transcript;
    this.work = work;
    this.deadline = deadline;
    this.charge = charge;
    this.company = company;
    this.watchers = watchers;
    this.pens = pens;
  }

  /** What the model is asked, and the work as it then stands. */
  private record Asked(
      KnownRole role,
      Attempt.Open work,
      List<Passage> passages,
      Prompt prompt,
      Optional<String> tools) {}

  /** Completes with a result, and exceptionally only when it was stopped. */
  CompletionStage<TurnResult> begin() {
    context
        .role(work.accepted().roleHash(), deadline)
        .thenCompose(role -> role.map(this::ask).orElseGet(this::unknownRole))
        .whenComplete(this::end);
    return result;
  }

  @Override
  public void stop() {
    result.cancel(false);
    discard("The call was stopped.");
    var underWay = call;
    if (underWay != null) {
      underWay.cancel(true);
    }
  }

  @Override
  public Attempt.Open work() {
    return work;
  }

  @Override
  public Optional<String> model() {
    return Optional.ofNullable(model);
  }

  @Override
  public List<Passage> shown() {
    return shown;
  }

  private void end(@Nullable TurnResult ended, @Nullable Throwable failure) {
    var outcome = ended != null ? ended : gaveUp(unwrapped(failure));
    switch (outcome) {
      case TurnResult.Heard(_, var reply, _, _) when reply.fault() != null ->
          discard("The answer could not be used.");
      case TurnResult.Heard _ -> finish();
      case TurnResult.GaveUp _ -> discard("The call failed.");
    }
    result.complete(outcome);
  }

  private void finish() {
    var written = live;
    if (written != null) {
      written.end();
    }
  }

  private void discard(String why) {
    var written = live;
    if (written != null) {
      written.end(why);
    }
  }

  private CompletionStage<TurnResult> unknownRole() {
    return CompletableFuture.completedStage(
        new TurnResult.GaveUp(
            work,
            "Agent.RoleUnknown",
            "No role with the hash %s is stored here: was the task moved to another data directory?"
                .formatted(work.accepted().roleHash())));
  }

  private CompletionStage<TurnResult> ask(KnownRole role) {
    return context
        .patience()
        .until(deadline, () -> prepared(role))
        .thenCompose(asked -> reply(asked).thenApply(reply -> (TurnResult) heard(asked, reply)));
  }

  private CompletionStage<Asked> prepared(KnownRole role) {
    return result.isDone()
        ? CompletableFuture.failedStage(new CancellationException())
        : passages(role.role())
            .thenCombine(findings(role.role()), Turn::material)
            .thenCombine(
                context.toolLists().stored(context.tools().specs(role.role())),
                (material, tools) -> asked(role, material, tools));
  }

  /** What is read before the model is asked. */
  private record Material(Optional<List<Passage>> passages, List<Finding> findings) {}

  private static Material material(Optional<List<Passage>> passages, List<Finding> findings) {
    return new Material(passages, findings);
  }

  private Asked asked(KnownRole role, Material material, Optional<String> tools) {
    var found = material.passages();
    var passages = found.orElse(List.of());
    shown = passages;
    if (work.passages().isPresent()) {
      company.readBefore(passages);
    }
    var retrieved =
        found.isEmpty() || work.passages().isPresent()
            ? work
            : work.withPassages(passages.stream().map(Passage::id).toList());
    var standing = retrieved.with(retrieved.shares().withRead(material.findings()));
    var prompt =
        PromptBuilder.build(agent.tenant(), role.role(), transcript.returned(), standing, passages);
    return new Asked(role, standing, passages, prompt, tools);
  }

  /** Once recorded, the same passages are shown again, whatever the knowledge base holds by now. */
  private CompletionStage<Optional<List<Passage>>> passages(Role role) {
    if (role.kind() != Role.Kind.RESEARCHER) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    watchers.accept("searching");
    return CompletableFuture.supplyAsync(
        () -> Optional.of(work.passages().map(this::recorded).orElseGet(this::retrieved)),
        context.blocking());
  }

  /** Read once, before the attempt's first call: behind it the prompt only grows. */
  private CompletionStage<List<Finding>> findings(Role role) {
    return role.kind() == Role.Kind.RESEARCHER
            && work.own().findAny().isEmpty()
            && !work.endsInFault()
        ? company.findings()
        : CompletableFuture.completedStage(work.shares().read());
  }

  private List<Passage> recorded(List<String> ids) {
    return context.knowledge().passages(agent.tenant(), ids);
  }

  private List<Passage> retrieved() {
    var question = work.accepted().input().path("question").asText();
    var begun = context.clock().instant();
    var passages =
        context
            .knowledge()
            .search(agent.tenant(), work.accepted().collections(), question, context.passages())
            .stream()
            .map(found -> found.passage())
            .toList();
    var ended = context.clock().instant();
    context.told().searched(agent, work, context.passages(), passages.size(), begun, ended);
    return passages;
  }

  private CompletionStage<ModelReply> reply(Asked asked) {
    if (result.isDone()) {
      return CompletableFuture.failedStage(new CancellationException());
    }
    var request = call(asked);
    var role = request.role();
    model = role.model();
    if (role.kind() != Role.Kind.PLAIN) {
      watchers.accept("asking model " + role.model());
    }
    var underWay = context.gateway().ask(heard(asked, request)).toCompletableFuture();
    call = underWay;
    if (result.isDone()) {
      underWay.cancel(true);
    }
    return underWay;
  }

  /** Nobody is shown an answer that a guardrail may still refuse. */
  private ModelGateway.Call heard(Asked asked, ModelGateway.Call request) {
    var role = asked.role().role();
    if (!role.guardrails().isEmpty()) {
      return request;
    }
    var writes = pens.of(role, transcript.nextCall(work.assignment()));
    live = writes;
    if (result.isDone()) {
      discard("The call was stopped.");
    }
    return request.heardBy(writes);
  }

  private static Role.Turn turn(Asked asked) {
    var replies = asked.work().replies();
    if (!replies.isEmpty() && replies.getLast().fault() != null) {
      return Role.Turn.REPAIR;
    }
    return asked.role().role().kind() == Role.Kind.PLANNER ? Role.Turn.PLAN : Role.Turn.DRAFT;
  }

  /**
   * Another prompt is another call: messages that were read since the last reply count with it, and
   * so does a repair that was given up, for the same place is asked anew behind it.
   */
  private String idempotencyKey() {
    int givenUp = transcript.repairsGivenUp(work);
    int unanswered =
        work.messages()
            .between(
                work.replies().isEmpty() ? 0 : work.replies().getLast().call(), Integer.MAX_VALUE)
            .size();
    return "%s:%d:%d%s%s"
        .formatted(
            agent.taskId(),
            work.assignment(),
            transcript.nextCall(work.assignment()),
            unanswered == 0 ? "" : "+" + unanswered,
            givenUp == 0 ? "" : "~" + givenUp);
  }

  private ModelGateway.Call call(Asked asked) {
    var role = asked.role().role().forTurn(turn(asked));
    return new ModelGateway.Call(
        role,
        agent.taskId(),
        idempotencyKey(),
        asked.prompt(),
        deadline,
        context.tools().specifications(role),
        charge,
        ModelGateway.Listener.NONE,
        context.told().inside(agent, work));
  }

  private TurnResult.Heard heard(Asked asked, ModelReply reply) {
    var role = asked.role().role();
    Meaning meaning = reply.toolCalls().isEmpty() ? read(asked, reply) : asksForTools(role, reply);
    var fault = fault(meaning);
    if (fault != null) {
      context.gateway().unusable(call(asked));
    }
    var replied =
        new ModelReplied(
            work.assignment(),
            work.attempt(),
            transcript.nextCall(work.assignment()),
            fault != null ? beginning(reply.text()) : reply.text(),
            reply.usage(),
            reply.model(),
            reply.latency(),
            fault,
            meaning instanceof Request ? reply.toolCalls() : null,
            reply.sent(),
            asked.tools().orElse(null),
            null,
            context.clock().instant());
    int callsAllowed = Math.min(role.limits().modelCalls(), 1 + REPAIRS);
    return new TurnResult.Heard(asked.work(), replied, meaning, callsAllowed);
  }

  private static @Nullable String fault(Meaning meaning) {
    return switch (meaning) {
      case Reading.Faulty(var fault) -> fault;
      case Reading.Refused refused -> refused.fault();
      case Reading.Sound _, Reading.Unjudged _ -> null;
      case Request.Allowed _, Request.Excess _ -> null;
    };
  }

  private Reading read(Asked asked, ModelReply reply) {
    if (asked.role().role().kind() == Role.Kind.RESEARCHER) {
      watchers.accept("checking quotes");
    }
    return asked.role().reader().read(work.accepted().input(), asked.passages(), reply.text());
  }

  private Meaning asksForTools(Role role, ModelReply reply) {
    var use = role.tools();
    if (use == null) {
      return new Reading.Faulty("It asks for tools, and there are none here.");
    }
    // As it would be stored: many short requests are as long as a long one.
    var characters = Json.write(reply.toolCalls()).length() + reply.text().length();
    if (characters > REFUSED_CHARACTERS) {
      return new Reading.Faulty(
          "What it asks of tools is longer than %d characters; ask for less."
              .formatted(REFUSED_CHARACTERS));
    }
    var asked = work.toolCalls() + reply.toolCalls().size();
    return asked > use.calls() ? new Request.Excess(asked, use.calls()) : new Request.Allowed();
  }

  /** What was refused for its length is not stored at that length. */
  private static String beginning(String text) {
    return text.length() <= REFUSED_CHARACTERS ? text : text.substring(0, REFUSED_CHARACTERS);
  }

  private TurnResult.GaveUp gaveUp(Throwable failure) {
    return failure instanceof ModelFailure model
        ? new TurnResult.GaveUp(work, model.kind().errorName(), String.valueOf(model.getMessage()))
        : new TurnResult.GaveUp(
            work,
            TurnResult.GaveUp.FAULT,
            "The agent could not go on: %s".formatted(PlainWords.of(failure)));
  }

  private static Throwable unwrapped(@Nullable Throwable failure) {
    var cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause == null ? new IllegalStateException("no result and no failure") : cause;
  }
}
