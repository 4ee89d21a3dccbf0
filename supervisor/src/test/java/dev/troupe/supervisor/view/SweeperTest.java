package dev.troupe.supervisor.view;

import static dev.troupe.supervisor.TestNode.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.troupe.cluster.Node;
import dev.troupe.cluster.NodeConfiguration;
import dev.troupe.persistence.WakeUpIndex;
import dev.troupe.supervisor.ScriptedAgents;
import dev.troupe.supervisor.TaskSettings;
import dev.troupe.supervisor.TestNode;
import dev.troupe.supervisor.task.Hosting;
import dev.troupe.supervisor.task.SupervisorMessage;
import dev.troupe.supervisor.task.WorkflowNames;
import dev.troupe.supervisor.task.Workflows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SweeperTest {
  private static final String SEEDS = "pekko.cluster.seed-nodes";
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  private final ScriptedAgents agents = new ScriptedAgents();
  private TestNode node;

  @BeforeAll
  void start(@TempDir Path folder) {
    node = new TestNode(folder, agents);
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void wakes_every_task_of_its_slice_however_many_there_are() throws InterruptedException {
    var tasks = tasksOf(3, 2_500);
    schedule(tasks);
    var woken = new LinkedBlockingQueue<String>();

    node.system()
        .systemActorOf(
            Sweeper.create(3, hosting(), (key, message) -> woken(woken, key, message)),
            "sweeper-3",
            Props.empty());

    var keys = new HashSet<String>();
    while (keys.size() < tasks.size()) {
      var key = woken.poll(20, TimeUnit.SECONDS);
      assertThat(key).as("the task after %d others", keys.size()).isNotNull();
      keys.add(key);
    }
    assertThat(keys).containsExactlyInAnyOrderElementsOf(tasks);
  }

  @Test
  void wakes_what_runs_again_when_a_member_is_gone_and_leaves_what_waits_alone() throws Exception {
    var tasks = tasksOf(4, 2);
    var running = tasks.getFirst();
    get(node.store.wakeUps().schedule(running, LONG_AGO));
    var aMonthAhead = Instant.now().plus(Duration.ofDays(30));
    get(node.store.wakeUps().schedule(tasks.getLast(), aMonthAhead));
    var woken = new LinkedBlockingQueue<String>();
    var other =
        get(
            Node.start(
                NodeConfiguration.load(
                    ConfigFactory.parseMap(Map.of(SEEDS, List.of(address()))), null)));
    node.system()
        .systemActorOf(
            Sweeper.create(4, hosting(), (key, message) -> woken(woken, key, message)),
            "sweeper-4",
            Props.empty());
    assertThat(woken.poll(20, TimeUnit.SECONDS)).as("at its start").isEqualTo(running);

    get(other.stop());

    assertThat(woken.poll(20, TimeUnit.SECONDS)).isEqualTo(running);
    assertThat(woken).isEmpty();
  }

  private String address() {
    return Cluster.get(node.system()).selfMember().address().toString();
  }

  private static void woken(
      LinkedBlockingQueue<String> woken, String key, SupervisorMessage message) {
    assertThat(message).isInstanceOf(SupervisorMessage.WakeUp.class);
    woken.add(key);
  }

  private static List<String> tasksOf(int slice, int count) {
    return IntStream.iterate(0, number -> number + 1)
        .mapToObj("default/task-%d"::formatted)
        .filter(key -> WakeUpIndex.slice(key) == slice)
        .limit(count)
        .toList();
  }

  private void schedule(List<String> tasks) {
    var index = node.store.wakeUps();
    get(
        CompletableFuture.allOf(
            tasks.stream()
                .map(key -> index.schedule(key, LONG_AGO).toCompletableFuture())
                .toArray(CompletableFuture[]::new)));
  }

  private Hosting hosting() {
    return new Hosting(
        TaskSettings.from(node.system().settings().config()),
        agents,
        node.store.wakeUps(),
        new Workflows(node.store.table(Workflows.TABLE)),
        new WorkflowNames(),
        InstantSource.system(),
        () -> 1L);
  }
}
