package dev.troupe.supervisor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.Agents;
import dev.troupe.agents.telemetry.Telemetries;
import dev.troupe.agents.telemetry.Telemetry;
import dev.troupe.cluster.Node;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.persistence.Store;
import dev.troupe.persistence.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/** A cluster of one with the real store in a folder of its own. */
public final class TestNode implements AutoCloseable {
  public static final Duration LONG = Duration.ofSeconds(30);

  private final Node node;
  public final Store store;
  public final Tasks tasks;

  public TestNode(Path folder, Agents agents) {
    this(folder, agents, "");
  }

  public TestNode(Path folder, Agents agents, String settings) {
    this(folder, agents, settings, Telemetry.NONE);
  }

  public TestNode(Path folder, Agents agents, String settings, Telemetry told) {
    this.node = get(Node.start(config(folder, settings)));
    Telemetries.use(node.system(), told);
    this.store = Stores.get(node.system());
    this.tasks =
        Tasks.start(
            node.system(), TaskSettings.from(node.system().settings().config()), agents, store);
  }

  private static Config config(Path folder, String settings) {
    return NodeConfiguration.load(
        ConfigFactory.parseString(settings)
            .withFallback(
                ConfigFactory.parseMap(Map.of("troupe.store.directory", folder.toString()))),
        null);
  }

  public ActorSystem<?> system() {
    return node.system();
  }

  public static Submission submission(String goal) {
    return submission(goal, null, null);
  }

  public static Submission submission(
      String goal, @Nullable String workflow, @Nullable String key) {
    return new Submission(
        "default",
        key,
        goal,
        null,
        workflow,
        null,
        List.of(),
        Map.of("team", "a"),
        Submission.Limits.DEFAULT,
        null,
        "");
  }

  /** A task with a state machine of its own. */
  public static Submission ofMachine(String goal, String machine) {
    return new Submission(
        "default",
        null,
        goal,
        null,
        null,
        machine,
        List.of(),
        Map.of(),
        Submission.Limits.DEFAULT,
        null,
        "");
  }

  public String accepted(Submission submission) {
    return switch (get(tasks.submit(submission))) {
      case SubmitReply.Accepted(var id, _, _) -> id;
      case SubmitReply.Conflict _,
          SubmitReply.Invalid _,
          SubmitReply.Unavailable _,
          SubmitReply.Unknown _ ->
          throw new AssertionError("not accepted: " + get(tasks.submit(submission)));
    };
  }

  public TaskView ended(String id) {
    return get(tasks.await("default", id, LONG)).orElseThrow();
  }

  public static void eventually(BooleanSupplier condition) {
    var until = Instant.now().plus(LONG);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(until)) {
        throw new AssertionError("it did not hold within " + LONG);
      }
      Thread.onSpinWait();
    }
  }

  public static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException failure) {
      throw new AssertionError(failure);
    }
  }

  @Override
  public void close() {
    get(node.stop());
  }
}
