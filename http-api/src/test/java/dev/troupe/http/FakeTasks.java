package dev.troupe.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.troupe.agents.CallNumber;
import dev.troupe.agents.Usage;
import dev.troupe.agents.Writing;
import dev.troupe.agents.shared.Entry;
import dev.troupe.agents.shared.Findings;
import dev.troupe.agents.shared.Seen;
import dev.troupe.persistence.Contested;
import dev.troupe.persistence.Json;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.archive.ArchiveItem;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalReply;
import dev.troupe.supervisor.ApprovalStatus;
import dev.troupe.supervisor.ApprovalSummary;
import dev.troupe.supervisor.ApprovalView;
import dev.troupe.supervisor.ArchiveSelection;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.Fork;
import dev.troupe.supervisor.ForkReply;
import dev.troupe.supervisor.Message;
import dev.troupe.supervisor.MessageReply;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.RedriveReply;
import dev.troupe.supervisor.Submission;
import dev.troupe.supervisor.SubmitReply;
import dev.troupe.supervisor.SubmitReply.Fault;
import dev.troupe.supervisor.TaskDiff;
import dev.troupe.supervisor.TaskEventView;
import dev.troupe.supervisor.TaskLoad;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskSummary;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.Tasks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/** Tasks in memory: accepted at once, ended when a test says so. */
public final class FakeTasks implements Tasks {
  static final Instant AT = Instant.parse("2026-11-20T10:00:00Z");

  final Map<String, Submission> submissions = new ConcurrentHashMap<>();
  final Map<String, TaskView> views = new ConcurrentHashMap<>();
  final Map<String, CompletableFuture<TaskView>> ends = new ConcurrentHashMap<>();
  final List<TaskEventView> events = new ArrayList<>();
  final ConcurrentLinkedQueue<TaskSummary.Query> queries = new ConcurrentLinkedQueue<>();
  final Map<String, ApprovalView> approvals = new ConcurrentHashMap<>();
  public final ConcurrentLinkedQueue<ApprovalDecision> decisions = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<ApprovalSummary.Query> approvalQueries =
      new ConcurrentLinkedQueue<>();
  public volatile @Nullable SubmitReply nextReply;
  volatile TaskLoad load = TaskLoad.NONE;
  volatile @Nullable RuntimeException nextFault;

  @Override
  public TaskLoad load() {
    return load;
  }

  @Override
  public void close() {}

  @Override
  public CompletionStage<SubmitReply> submit(Submission submission) {
    SubmitReply scripted = nextReply;
    nextReply = null;
    if (scripted != null) {
      return CompletableFuture.completedFuture(scripted);
    }
    String key = submission.idempotencyKey();
    String id =
        key == null
            ? UUID.randomUUID().toString()
            : UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    Submission before = submissions.putIfAbsent(id, submission);
    if (before != null && !before.equals(submission)) {
      return CompletableFuture.completedFuture(new SubmitReply.Conflict(id));
    }
    views.putIfAbsent(id, view(id, submission.goal(), TaskStatus.RUNNING));
    return CompletableFuture.completedFuture(
        new SubmitReply.Accepted(id, TaskStatus.RUNNING, before == null));
  }

  public Submission submission(String id) {
    return Objects.requireNonNull(submissions.get(id));
  }

  static TaskView view(String id, String goal, TaskStatus status) {
    return new TaskView(
        id,
        goal,
        status,
        null,
        "report",
        "abc",
        Map.of(),
        AT,
        null,
        null,
        Usage.NONE,
        null,
        "offline",
        1,
        1);
  }

  public TaskView end(
      String id, TaskStatus status, @Nullable Outcome outcome, @Nullable JsonNode output) {
    TaskView now =
        views.computeIfPresent(
            id,
            (_, view) ->
                new TaskView(
                    id,
                    view.goal(),
                    status,
                    outcome,
                    view.workflow(),
                    view.workflowHash(),
                    Map.of("team", "a"),
                    AT,
                    AT.plusSeconds(2),
                    status == TaskStatus.FAILED
                        ? new TaskView.Failure("Model.Unavailable", "no answer; check the URL")
                        : null,
                    new Usage(4, 10, 20),
                    output,
                    "offline",
                    events.size(),
                    1));
    if (now == null) {
      throw new AssertionError("no task " + id);
    }
    ends.computeIfAbsent(id, _ -> new CompletableFuture<>()).complete(now);
    return now;
  }

  @Override
  public CompletionStage<RedriveReply> redrive(String tenant, String id) {
    var task = views.get(id);
    return CompletableFuture.completedStage(
        task == null
            ? new RedriveReply.Unknown()
            : task.status() == TaskStatus.FAILED
                ? new RedriveReply.Begun(view(id, task.goal(), TaskStatus.RUNNING))
                : new RedriveReply.Refused("It completed: there is nothing to go on with."));
  }

  @Override
  public CompletionStage<MessageReply> tell(String tenant, Message message) {
    var task = views.get(message.task());
    return CompletableFuture.completedStage(
        task == null
            ? new MessageReply.Unknown()
            : task.status().ended()
                ? new MessageReply.Refused("It has ended, and nobody works on it any more.")
                : new MessageReply.Taken(
                    "%s/%s/%s".formatted(message.key(), message.to(), message.text())));
  }

  @Override
  public CompletionStage<TaskDiff.Reply> diff(String tenant, String id, String other) {
    if (!views.containsKey(other)) {
      return CompletableFuture.completedStage(new TaskDiff.Reply.Unknown(other));
    }
    var left = new TaskDiff.Left("Write", 9, TextNode.valueOf("w"), 3);
    var event = new TaskEventView(7, AT, "state-entered", Json.parse("{}"));
    return CompletableFuture.completedStage(
        new TaskDiff.Reply.Found(
            new TaskDiff(
                new TaskDiff.Common("Plan", 6, 6),
                new TaskDiff.Side(
                    id,
                    TaskStatus.COMPLETED,
                    event,
                    List.of(left),
                    0,
                    TextNode.valueOf("done"),
                    null,
                    new Usage(2, 3, 4)),
                new TaskDiff.Side(
                    other,
                    TaskStatus.FAILED,
                    null,
                    List.of(),
                    0,
                    null,
                    new TaskView.Failure("Model.Refused", "no"),
                    Usage.NONE))));
  }

  /** The last wish for a fork. */
  public @Nullable Fork fork;

  /** Forks begin at event 5 of a task that there is. */
  @Override
  public CompletionStage<ForkReply> fork(Fork wish) {
    fork = wish;
    return CompletableFuture.completedStage(
        !views.containsKey(wish.task())
            ? new ForkReply.Unknown()
            : wish.at() != 5
                ? new ForkReply.NoPoint(wish.at() < 9, "It is none. Nearest: 5.")
                : new ForkReply.Submitted(
                    new SubmitReply.Accepted(
                        "00000000-0000-7000-8000-00000000000f", TaskStatus.RUNNING, true)));
  }

  @Override
  public CompletionStage<Optional<TaskView>> get(String tenant, String id) {
    RuntimeException fault = nextFault;
    nextFault = null;
    return fault == null
        ? CompletableFuture.completedFuture(Optional.ofNullable(views.get(id)))
        : CompletableFuture.failedFuture(fault);
  }

  @Override
  public CompletionStage<Optional<TaskView>> await(String tenant, String id, Duration atMost) {
    TaskView now = views.get(id);
    if (now == null || now.status().ended()) {
      return CompletableFuture.completedFuture(Optional.ofNullable(now));
    }
    return ends.computeIfAbsent(id, _ -> new CompletableFuture<>())
        .copy()
        .completeOnTimeout(now, atMost.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(Optional::of);
  }

  @Override
  public CompletionStage<Optional<List<JsonNode>>> serviceHistory(String tenant, String id) {
    return CompletableFuture.completedStage(
        Optional.ofNullable(submissions.get(id))
            .map(_ -> List.of(Json.parse("{'id':1}".replace('\'', '"')), Json.parse("2"))));
  }

  /** Tokens named here are open; those that were are used. */
  public final Map<String, Callback> callbacks = new ConcurrentHashMap<>();

  @Override
  public CompletionStage<CallbackReply> callBack(String tenant, String token, Callback callback) {
    if (!token.startsWith("token")) {
      return CompletableFuture.completedStage(CallbackReply.UNKNOWN);
    }
    return CompletableFuture.completedStage(
        callbacks.putIfAbsent(token, callback) == null
            ? CallbackReply.TAKEN
            : CallbackReply.TOO_LATE);
  }

  /** An open approval that wants an integer {@code amount}. */
  public void ask(String id, String question) {
    approvals.put(id, approval(id, question, ApprovalStatus.OPEN, List.of()));
  }

  private static ApprovalView approval(
      String id, String question, ApprovalStatus status, List<ApprovalView.Late> late) {
    return new ApprovalView(
        id,
        "00000000-0000-7000-8000-000000000001",
        "Ask",
        question,
        TextNode.valueOf("details"),
        null,
        List.of("cfo"),
        1,
        0,
        status,
        AT,
        null,
        status == ApprovalStatus.OPEN ? null : AT,
        List.of(),
        3,
        late);
  }

  @Override
  public CompletionStage<Optional<ApprovalView>> approval(String tenant, String id) {
    return CompletableFuture.completedFuture(Optional.ofNullable(approvals.get(id)));
  }

  @Override
  public CompletionStage<ApprovalReply> decide(
      String tenant, String id, ApprovalDecision decision) {
    return CompletableFuture.completedFuture(decided(id, decision));
  }

  private ApprovalReply decided(String id, ApprovalDecision decision) {
    var approval = approvals.get(id);
    if (approval == null) {
      return new ApprovalReply.Unknown();
    }
    if (decision.edits() != null && !decision.edits().path("amount").isInt()) {
      return new ApprovalReply.Invalid(List.of(new Fault("/edits/amount", "It is no integer.")));
    }
    if (approval.status() != ApprovalStatus.OPEN) {
      var late =
          new ApprovalView.Late(
              decision.choice(),
              decision.by(),
              decision.as(),
              decision.edits(),
              decision.comment(),
              "late",
              AT);
      var kept = approval(id, approval.question(), approval.status(), List.of(late));
      approvals.put(id, kept);
      return new ApprovalReply.NotTaken(
          kept, "The approval was approved before. The decision changes nothing; it is kept.");
    }
    decisions.add(decision);
    var status =
        switch (decision.choice()) {
          case APPROVE -> ApprovalStatus.APPROVED;
          case REJECT -> ApprovalStatus.REJECTED;
        };
    approvals.put(id, approval(id, approval.question(), status, List.of()));
    return new ApprovalReply.Taken(approvals.get(id));
  }

  @Override
  public CompletionStage<ApprovalSummary.Page> approvals(ApprovalSummary.Query query) {
    approvalQueries.add(query);
    if ("broken".equals(query.cursor())) {
      throw new IllegalArgumentException("cursor");
    }
    var rows =
        approvals.values().stream()
            .map(a ->
                new ApprovalSummary(
                    a.id(),
                    a.task(),
                    a.state(),
                    a.question(),
                    a.approvers(),
                    a.quorum(),
                    a.level(),
                    a.status(),
                    a.requestedAt(),
                    a.expiresAt(),
                    a.closedAt()))
            .limit(query.limit())
            .toList();
    return CompletableFuture.completedFuture(new ApprovalSummary.Page(rows, "next-page"));
  }

  @Override
  public CompletionStage<Optional<TaskView>> cancel(String tenant, String id, String reason) {
    TaskView now = views.get(id);
    if (now != null && !now.status().ended()) {
      now = end(id, TaskStatus.CANCELLED, null, null);
    }
    return CompletableFuture.completedFuture(Optional.ofNullable(now));
  }

  @Override
  public CompletionStage<Optional<List<TaskEventView>>> events(
      String tenant, String id, long after, int limit) {
    return CompletableFuture.completedFuture(
        Optional.ofNullable(views.get(id))
            .map(_ -> events.stream().filter(e -> e.sequence() > after).limit(limit).toList()));
  }

  @Override
  public Source<Update, NotUsed> follow(String tenant, String id, long after, boolean deltas) {
    List<Update> updates = new ArrayList<>();
    updates.add(new Update.Progress(1, "researcher", "reading"));
    if (deltas) {
      var call = new Writing.Call(2, 1, "writer", 3);
      updates.add(new Update.Wrote(new Writing.Delta(call, Writing.Kind.MARKDOWN, 7, "a\nb")));
      updates.add(new Update.Wrote(new Writing.Reset(call, "It broke off.")));
      updates.add(new Update.Notice("deltas", "Too slow."));
    }
    events.stream()
        .filter(e -> e.sequence() > after)
        .forEach(e -> updates.add(new Update.Recorded(e)));
    return Source.from(updates);
  }

  @Override
  public CompletionStage<TaskSummary.Page> list(TaskSummary.Query query) {
    queries.add(query);
    if ("broken".equals(query.cursor())) {
      throw new IllegalArgumentException("cursor");
    }
    List<TaskSummary> rows =
        views.values().stream()
            .map(v ->
                new TaskSummary(
                    v.id(),
                    v.goal(),
                    v.status(),
                    v.outcome(),
                    v.workflow(),
                    v.labels(),
                    v.submittedAt(),
                    v.endedAt()))
            .limit(query.limit())
            .toList();
    return CompletableFuture.completedFuture(new TaskSummary.Page(rows, "next-page"));
  }

  @Override
  public CompletionStage<Integer> unfinished() {
    return CompletableFuture.completedFuture(
        (int) views.values().stream().filter(v -> !v.status().ended()).count());
  }

  @Override
  public CompletionStage<UnderWay> underWay(String tenant) {
    List<String> ids =
        views.values().stream().filter(v -> !v.status().ended()).map(TaskView::id).toList();
    return CompletableFuture.completedFuture(new UnderWay(ids, List.of()));
  }

  @Override
  public void wakeOldTasks() {}

  @Override
  public Source<StoredEvent, NotUsed> export(String tenant, String id) {
    var event = Map.of("type", "task-submitted", "assignment", 1);
    return Source.single(new StoredEvent("Supervisor|default/" + id, 1, "w1", AT, Set.of(), event));
  }

  @Override
  public Source<ArchiveItem, NotUsed> archive(ArchiveSelection selection) {
    return Source.single(new ArchiveItem.WakeUp(selection.toString()));
  }

  @Override
  public Source<Contested, NotUsed> contested(String tenant, String id) {
    return export(tenant, id)
        .mapConcat(
            event -> List.of(new Contested("a", false, event), new Contested("b", true, event)));
  }

  @Override
  public CompletionStage<List<JsonNode>> transcripts(
      String tenant, String id, Optional<CallNumber> call) {
    return CompletableFuture.completedFuture(List.of(TextNode.valueOf("hello")));
  }

  @Override
  public CompletionStage<Optional<Findings>> findings(String tenant, String id) {
    return CompletableFuture.completedFuture(
        Optional.ofNullable(views.get(id)).map(_ -> Findings.of(shared)));
  }

  @Override
  public CompletionStage<Map<String, Usage>> usageByRole(String tenant) {
    return CompletableFuture.completedFuture(usage);
  }

  /** What models were used for. */
  final Map<String, Usage> usage = new ConcurrentHashMap<>();

  @Override
  public CompletionStage<List<Seen>> seen(String tenant, String id) {
    return CompletableFuture.completedFuture(seen);
  }

  @Override
  public CompletionStage<Findings> heard(String tenant, String id) {
    return CompletableFuture.completedFuture(Findings.of(heard));
  }

  /** What of it this node has heard of. */
  final List<Entry> heard = new CopyOnWriteArrayList<>();

  /** What the agents of every task have read. */
  final List<Seen> seen = new CopyOnWriteArrayList<>();

  /** What the agents of every task have let each other know. */
  final List<Entry> shared = new CopyOnWriteArrayList<>();

  final FakeWorkflows workflows = new FakeWorkflows();

  @Override
  public FakeWorkflows workflows() {
    return workflows;
  }
}
