package dev.troupe.http;

import dev.troupe.agents.knowledge.KnowledgeLibrary;
import dev.troupe.agents.model.budget.BudgetMeter;
import dev.troupe.agents.model.limits.GatewayMetrics;
import dev.troupe.cluster.ClusterView;
import dev.troupe.supervisor.Tasks;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole API as one function from request to response: with a socket before it a server, without
 * one what the command line calls in its own process.
 */
public final class Api {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  private static final String VERSION = "v1";

  private final List<Routes> routes;
  private final List<Routes> ofNode;
  private final HttpSettings settings;
  private final Materializer materializer;

  private Api(
      List<Routes> routes, List<Routes> ofNode, HttpSettings settings, Materializer materializer) {
    this.routes = routes;
    this.ofNode = ofNode;
    this.settings = settings;
    this.materializer = materializer;
  }

  /**
   * @param readiness whether the node takes work, as {@code /health/ready} tells
   * @param cluster what {@code /v1/cluster} tells
   * @param models for {@code /metrics}
   * @param budgets the same
   */
  static Api of(
      Tasks tasks,
      KnowledgeLibrary knowledge,
      Readiness readiness,
      Supplier<CompletionStage<ClusterView>> cluster,
      GatewayMetrics models,
      BudgetMeter budgets,
      HttpSettings settings,
      Materializer materializer) {
    Executor blocking = command -> Thread.ofVirtual().name("troupe-api").start(command);
    return new Api(
        List.of(
            new ControlRoutes(tasks, settings),
            new TaskRoutes(tasks, new KnownCollections(knowledge, blocking), settings),
            new KnowledgeRoutes(knowledge, blocking, settings),
            new WorkflowRoutes(tasks.workflows(), settings),
            new CallbackRoutes(tasks, settings),
            new ApprovalRoutes(tasks, settings),
            new ClusterRoutes(cluster),
            new UsageRoutes(tasks),
            new ExportRoutes(tasks, materializer.system(), InstantSource.system())),
        List.of(new HealthRoutes(readiness), new MetricsRoutes(tasks::load, models, budgets)),
        settings,
        materializer);
  }

  /** Never fails: what goes wrong is a problem document. */
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    Call call = Call.of(request, materializer);
    CompletionStage<HttpResponse> answer;
    try {
      answer = route(call);
    } catch (RuntimeException e) {
      answer = CompletableFuture.failedFuture(e);
    }
    return answer.exceptionally(
        failure -> Answers.problem(problem(call, failure), call.instance()));
  }

  private CompletionStage<HttpResponse> route(Call call) {
    if (!settings.networkTrusted()) {
      HostGuard.check(call)
          .ifPresent(problem -> {
            throw new ProblemException(problem);
          });
    }
    for (Routes group : groups(call)) {
      CompletionStage<HttpResponse> answer = group.handle(call);
      if (answer != null) {
        return answer;
      }
    }
    throw new ProblemException(
        Problem.notFound("There is no path " + call.instance() + ". Tasks are at /v1/tasks."));
  }

  private List<Routes> groups(Call call) {
    boolean versioned = !call.path().isEmpty() && call.path().getFirst().equals(VERSION);
    return versioned ? routes : ofNode;
  }

  private static Problem problem(Call call, Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case ProblemException expected -> expected.problem();
      case TimeoutException _ ->
          Problem.unavailable("The answer did not come in time; try again in a moment.");
      default -> {
        LOG.error("{} {} failed", call.method(), call.instance(), cause);
        yield Problem.internal();
      }
    };
  }
}
