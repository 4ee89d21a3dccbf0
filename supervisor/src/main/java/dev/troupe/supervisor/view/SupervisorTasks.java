package dev.troupe.supervisor.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import dev.troupe.agents.Agents;
import dev.troupe.agents.CallNumber;
import dev.troupe.agents.Usage;
import dev.troupe.agents.shared.Findings;
import dev.troupe.agents.shared.Seen;
import dev.troupe.agents.telemetry.Telemetries;
import dev.troupe.persistence.Contested;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.StoredEvent;
import dev.troupe.persistence.archive.ArchiveItem;
import dev.troupe.supervisor.ApprovalDecision;
import dev.troupe.supervisor.ApprovalReply;
import dev.troupe.supervisor.ApprovalSummary;
import dev.troupe.supervisor.ApprovalView;
import dev.troupe.supervisor.ArchiveSelection;
import dev.troupe.supervisor.Callback;
import dev.troupe.supervisor.Fork;
import dev.troupe.supervisor.ForkReply;
import dev.troupe.supervisor.Message;
import dev.troupe.supervisor.MessageReply;
import dev.troupe.supervisor.NamedWorkflows;
import dev.troupe.supervisor.RedriveReply;
import dev.troupe.supervisor.Submission;
import dev.troupe.supervisor.SubmitReply;
import dev.troupe.supervisor.TaskDiff;
import dev.troupe.supervisor.TaskEventView;
import dev.troupe.supervisor.TaskLoad;
import dev.troupe.supervisor.TaskSettings;
import dev.troupe.supervisor.TaskSummary;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.Tasks;
import dev.troupe.supervisor.WorkflowSettings;
import dev.troupe.supervisor.task.Admission;
import dev.troupe.supervisor.task.Hosting;
import dev.troupe.supervisor.task.StepToken;
import dev.troupe.supervisor.task.Supervisor;
import dev.troupe.supervisor.task.SupervisorMessage;
import dev.troupe.supervisor.task.TaskId;
import dev.troupe.supervisor.task.WorkflowNames;
import dev.troupe.supervisor.task.Workflows;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.stream.javadsl.Source;

/** The tasks of a cluster, asked through sharding and read from the journal. */
public final class SupervisorTasks implements Tasks {
  private static final Pattern TENANT = Pattern.compile("[a-z0-9-]{1,32}");

  /** How old what other nodes have stored may be here. */
  private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(2);

  private final ActorSystem<?> system;
  private final Hosting hosting;
  private final Store store;
  private final ClusterSharding sharding;
  private final NamedWorkflows workflows;
  private final Submissions submissions;
  private final Questions questions;
  private final Forks forks;
  private final Daemons daemons;
  private final Listing listing;
  private final Approvals approvals;
  private final ApprovalListing approvalListing;
  private final Unended unended;
  private final CalledOff calledOff;

  /**
   * Reads, on the calling thread, what the next start reads in any case: for a thread that has
   * nothing else to do while the actor system comes up.
   */
  public static void readAhead(Config config) {
    var _ = ProvidedWorkflows.readAhead(WorkflowSettings.from(config));
  }

  /** Makes this node a home of tasks. The system must belong to a cluster, if only of itself. */
  public static Tasks start(
      ActorSystem<?> system, TaskSettings settings, Agents agents, Store store) {
    return start(system, settings, agents, store, InstantSource.system());
  }

  /** The same on another clock, for tests on manual time. */
  public static Tasks start(
      ActorSystem<?> system,
      TaskSettings settings,
      Agents agents,
      Store store,
      InstantSource clock) {
    var workflows = new Workflows(store.table(Workflows.TABLE));
    var hosting =
        new Hosting(
            settings,
            agents,
            store.wakeUps(),
            workflows,
            new WorkflowNames(),
            clock,
            new SecureRandom()::nextLong,
            new StoredHistories(store),
            Telemetries.of(system),
            Admission.of(settings.admission()));
    var tasks = new SupervisorTasks(system, hosting, store);
    tasks.daemons.startListings(store, tasks.listing, tasks.approvalListing);
    return tasks;
  }

  private SupervisorTasks(ActorSystem<?> system, Hosting hosting, Store store) {
    this.system = system;
    this.hosting = hosting;
    this.store = store;
    this.sharding = ClusterSharding.get(system);
    var loading =
        new WorkflowLoading(
            WorkflowSettings.from(system.settings().config()),
            hosting,
            new WorkflowTable(store.table(Workflows.TABLE)));
    var registry = loading.load();
    this.submissions = new Submissions(hosting, registry, this::supervisor);
    this.forks = new Forks(hosting, store, registry, submissions);
    this.questions = new Questions(hosting, this::supervisor);
    var stored =
        loading.stored(
            registry,
            new WorkflowReferences(hosting, store, registry, questions),
            store.isShared());
    this.workflows = stored;
    if (store.isShared()) {
      system
          .scheduler()
          .scheduleWithFixedDelay(
              REFRESH_INTERVAL, REFRESH_INTERVAL, stored::refresh, system.executionContext());
    }
    this.daemons = new Daemons(system, hosting);
    this.unended = new Unended(store);
    this.calledOff = new CalledOff(system, store, hosting.agents(), hosting.clock());
    this.listing =
        new Listing(
            store.table(Listing.TABLE),
            new LiveStatus(
                store.wakeUps(), hosting.clock(), questions::get, hosting.settings().askTimeout()));
    this.approvals = new Approvals(hosting, store, this::supervisor);
    this.approvalListing = new ApprovalListing(store.table(ApprovalListing.TABLE));
    // Supervisors leave memory by themselves: sharding cannot see what is under way.
    var withoutPassivation =
        ClusterShardingSettings.create(system)
            .withRememberEntities(false)
            .withNoPassivationStrategy();
    sharding.init(
        Entity.of(
                Supervisor.KEY,
                entity ->
                    Supervisor.create(
                        TaskId.fromKey(entity.getEntityId()), hosting, entity.getShard()))
            .withSettings(withoutPassivation)
            .withStopMessage(new SupervisorMessage.Stop()));
  }

  private EntityRef<SupervisorMessage> supervisor(TaskId id) {
    return sharding.entityRefFor(Supervisor.KEY, id.key());
  }

  @Override
  public CompletionStage<SubmitReply> submit(Submission submission) {
    checkTenant(submission.tenant());
    return submissions.submit(submission);
  }

  @Override
  public TaskLoad load() {
    return hosting.admission().load();
  }

  @Override
  public CompletionStage<Optional<TaskView>> get(String tenant, String id) {
    checkTenant(tenant);
    var task = new TaskId(tenant, id);
    return questions.get(task).thenCompose(view -> counted(task, view));
  }

  private CompletionStage<Optional<TaskView>> counted(TaskId id, Optional<TaskView> view) {
    return view.isEmpty()
        ? CompletableFuture.completedStage(view)
        : calledOff.counted(id, view.get()).thenApply(Optional::of);
  }

  @Override
  public CompletionStage<Optional<TaskView>> await(String tenant, String id, Duration atMost) {
    checkTenant(tenant);
    var task = new TaskId(tenant, id);
    return questions.await(task, atMost).thenCompose(view -> counted(task, view));
  }

  @Override
  public CompletionStage<Optional<TaskView>> cancel(String tenant, String id, String reason) {
    checkTenant(tenant);
    var task = new TaskId(tenant, id);
    return questions.cancel(task, reason).thenCompose(view -> counted(task, view));
  }

  @Override
  public CompletionStage<MessageReply> tell(String tenant, Message message) {
    checkTenant(tenant);
    return questions.tell(new TaskId(tenant, message.task()), message);
  }

  @Override
  public CompletionStage<RedriveReply> redrive(String tenant, String id) {
    checkTenant(tenant);
    return questions.redrive(new TaskId(tenant, id));
  }

  @Override
  public CompletionStage<ForkReply> fork(Fork fork) {
    checkTenant(fork.tenant());
    return questions
        .get(new TaskId(fork.tenant(), fork.task()))
        .thenCompose(source ->
            source.isEmpty()
                ? CompletableFuture.completedStage(new ForkReply.Unknown())
                : forks.fork(fork));
  }

  @Override
  public CompletionStage<TaskDiff.Reply> diff(String tenant, String id, String other) {
    checkTenant(tenant);
    return new Diffs(store).of(tenant, id, other);
  }

  @Override
  public CompletionStage<CallbackReply> callBack(String tenant, String token, Callback callback) {
    checkTenant(tenant);
    return StepToken.read(token)
        .filter(read -> read.task().tenant().equals(tenant))
        .map(read -> questions.callBack(read.task(), token, callback))
        .orElse(CompletableFuture.completedStage(CallbackReply.UNKNOWN));
  }

  @Override
  public CompletionStage<Optional<Findings>> findings(String tenant, String id) {
    checkTenant(tenant);
    return questions.findings(new TaskId(tenant, id));
  }

  @Override
  public CompletionStage<Map<String, Usage>> usageByRole(String tenant) {
    checkTenant(tenant);
    return hosting.agents().usageByRole(tenant);
  }

  @Override
  public CompletionStage<Findings> heard(String tenant, String id) {
    checkTenant(tenant);
    return hosting.agents().shared().read(new TaskId(tenant, id).key()).thenApply(Findings::of);
  }

  @Override
  public CompletionStage<List<Seen>> seen(String tenant, String id) {
    checkTenant(tenant);
    return hosting.agents().shared().seen(new TaskId(tenant, id).key());
  }

  @Override
  public CompletionStage<Optional<ApprovalView>> approval(String tenant, String id) {
    checkTenant(tenant);
    return approvals.get(tenant, id);
  }

  @Override
  public CompletionStage<ApprovalReply> decide(
      String tenant, String id, ApprovalDecision decision) {
    checkTenant(tenant);
    return approvals.decide(tenant, id, decision);
  }

  @Override
  public CompletionStage<ApprovalSummary.Page> approvals(ApprovalSummary.Query query) {
    checkTenant(query.tenant());
    return approvalListing.page(query);
  }

  static void checkTenant(String tenant) {
    if (!TENANT.matcher(tenant).matches()) {
      throw new IllegalArgumentException("'%s' cannot be a tenant".formatted(tenant));
    }
  }

  @Override
  public CompletionStage<Optional<List<TaskEventView>>> events(
      String tenant, String id, long after, int limit) {
    checkTenant(tenant);
    if (!TaskIds.isId(id)) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    var journal = new TaskJournal(store, new TaskId(tenant, id), after);
    return journal
        .next(limit)
        .thenApply(events -> journal.sequence() == 0 ? Optional.empty() : Optional.of(events));
  }

  @Override
  public CompletionStage<Optional<List<JsonNode>>> serviceHistory(String tenant, String id) {
    checkTenant(tenant);
    return TaskIds.isId(id)
        ? new ServiceHistories(store, hosting.workflows()).of(new TaskId(tenant, id))
        : CompletableFuture.completedStage(Optional.empty());
  }

  @Override
  public Source<Update, NotUsed> follow(String tenant, String id, long after, boolean deltas) {
    checkTenant(tenant);
    var taskId = new TaskId(tenant, id);
    return TaskIds.isId(id)
        ? Following.of(store, taskId, supervisor(taskId), after, deltas)
        : Source.empty();
  }

  @Override
  public CompletionStage<TaskSummary.Page> list(TaskSummary.Query query) {
    checkTenant(query.tenant());
    return listing.page(query);
  }

  @Override
  public CompletionStage<Integer> unfinished() {
    return unended.count(Unended.FAR_AWAY);
  }

  @Override
  public CompletionStage<UnderWay> underWay(String tenant) {
    checkTenant(tenant);
    return unended.underWay(tenant, hosting.clock().instant());
  }

  @Override
  public void wakeOldTasks() {
    daemons.startSweeping((key, message) -> supervisor(TaskId.fromKey(key)).tell(message));
    daemons.startRemoving(store, listing, this::supervisor);
  }

  @Override
  public Source<StoredEvent, NotUsed> export(String tenant, String id) {
    checkTenant(tenant);
    return TaskIds.isId(id)
        ? new Export(system, store, new TaskId(tenant, id)).events()
        : Source.empty();
  }

  @Override
  public Source<ArchiveItem, NotUsed> archive(ArchiveSelection selection) {
    return new Archives(store, hosting.agents()).of(selection);
  }

  @Override
  public Source<Contested, NotUsed> contested(String tenant, String id) {
    checkTenant(tenant);
    return TaskIds.isId(id)
        ? new Export(system, store, new TaskId(tenant, id)).contested()
        : Source.empty();
  }

  @Override
  public CompletionStage<List<JsonNode>> transcripts(
      String tenant, String id, Optional<CallNumber> call) {
    checkTenant(tenant);
    return TaskIds.isId(id)
        ? new Export(system, store, new TaskId(tenant, id)).transcripts(hosting.agents(), call)
        : CompletableFuture.completedStage(List.of());
  }

  @Override
  public NamedWorkflows workflows() {
    return workflows;
  }

  @Override
  public void close() {
    CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.actorSystemTerminateReason())
        .toCompletableFuture()
        .join();
  }
}
