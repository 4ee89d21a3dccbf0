package dev.troupe.agents.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.troupe.agents.AgentCommand;
import dev.troupe.agents.AgentId;
import dev.troupe.agents.AgentReply;
import dev.troupe.agents.Assignment;
import dev.troupe.agents.Usage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FunctionRunnerTest {
  private static final AgentId TASK = new AgentId("default", "task", 0);

  private final ActorTestKit kit = ActorTestKit.create();
  private TestProbe<AgentReply> supervisor = kit.createTestProbe();
  private final AtomicInteger runs = new AtomicInteger();
  private final BlockingQueue<String> began = new ArrayBlockingQueue<>(10);
  private final BlockingQueue<String> interrupted = new ArrayBlockingQueue<>(10);
  private CountDownLatch held = new CountDownLatch(1);

  private final Functions functions =
      Functions.NONE
          .with("double", Integer.class, number -> 2 * number)
          .with("held", Integer.class, this::held)
          .with("broken", Integer.class, FunctionRunnerTest::broken);

  private int held(Integer number) throws InterruptedException {
    runs.incrementAndGet();
    began.add("held " + number);
    try {
      held.await();
      return number;
    } catch (InterruptedException stopped) {
      interrupted.add("held " + number);
      throw stopped;
    }
  }

  private static int broken(Integer number) {
    throw new IllegalStateException("no " + number + " today");
  }

  @AfterEach
  void letGo() {
    held.countDown();
    held = new CountDownLatch(1);
    runs.set(0);
    began.clear();
    interrupted.clear();
    supervisor = kit.createTestProbe();
  }

  @AfterAll
  void shutDown() {
    kit.shutdownTestKit();
  }

  private ActorRef<FunctionRunner.Message> runner(int atOnce, int waiting) {
    return kit.spawn(
        FunctionRunner.create(
            functions,
            new FunctionSettings(atOnce, waiting),
            Executors.newVirtualThreadPerTaskExecutor(),
            InstantSource.system()));
  }

  private void assign(
      ActorRef<FunctionRunner.Message> runner, String name, int assignment, int attempt) {
    assign(runner, name, assignment, attempt, Instant.MAX);
  }

  private void assign(
      ActorRef<FunctionRunner.Message> runner,
      String name,
      int assignment,
      int attempt,
      Instant deadline) {
    runner.tell(
        new FunctionRunner.Told(
            TASK,
            new AgentCommand.Assign(
                new Assignment(
                    TASK,
                    assignment,
                    attempt,
                    "java:" + name,
                    "",
                    IntNode.valueOf(assignment),
                    List.of(),
                    deadline,
                    ""),
                supervisor.ref())));
  }

  private static AgentReply working(int assignment, int attempt) {
    return new AgentReply.Working(assignment, attempt);
  }

  private static AgentReply returned(int assignment, int attempt, int output) {
    return new AgentReply.Returned(assignment, attempt, IntNode.valueOf(output), 0, Usage.NONE);
  }

  @Test
  void says_that_it_is_at_work_and_then_what_came_of_it() {
    var runner = runner(4, 4);
    assign(runner, "double", 21, 1);
    supervisor.expectMessage(working(21, 1));
    supervisor.expectMessage(returned(21, 1, 42));
  }

  @Test
  void what_a_function_throws_fails_the_step_under_its_class_name() {
    assign(runner(4, 4), "broken", 7, 1);
    supervisor.expectMessage(working(7, 1));
    supervisor.expectMessage(
        new AgentReply.Failed(7, 1, "java.lang.IllegalStateException", "no 7 today", Usage.NONE));
  }

  @Test
  void a_function_that_is_not_there_is_named() {
    assign(runner(4, 4), "gone", 1, 1);
    var failed = supervisor.expectMessageClass(AgentReply.Failed.class);
    assertThat(failed.error()).isEqualTo("Java.FunctionUnknown");
    assertThat(failed.cause()).contains("'gone'").contains("[broken, double, held]");
  }

  @Test
  void an_order_that_comes_again_runs_nothing_twice() {
    var runner = runner(4, 4);
    assign(runner, "held", 1, 1);
    supervisor.expectMessage(working(1, 1));
    assign(runner, "held", 1, 1);
    supervisor.expectMessage(working(1, 1));
    held.countDown();
    supervisor.expectMessage(returned(1, 1, 1));
    assign(runner, "held", 1, 1);
    supervisor.expectMessage(returned(1, 1, 1));
    assertThat(runs).hasValue(1);
  }

  @Test
  void a_later_attempt_stops_the_one_before() throws InterruptedException {
    var runner = runner(1, 4);
    assign(runner, "held", 1, 1);
    supervisor.expectMessage(working(1, 1));
    assertThat(began.poll(5, TimeUnit.SECONDS)).isEqualTo("held 1");
    assign(runner, "held", 1, 2);
    supervisor.expectMessage(working(1, 2));
    assertThat(interrupted.poll(5, TimeUnit.SECONDS)).isEqualTo("held 1");
    held.countDown();
    supervisor.expectMessage(returned(1, 2, 1));
  }

  @Test
  void the_end_of_its_time_interrupts_it_and_what_waits_for_a_place_does_not_begin()
      throws InterruptedException {
    var runner = runner(1, 4);
    var soon = Instant.now().plusMillis(300);
    assign(runner, "held", 1, 1, soon);
    supervisor.expectMessage(working(1, 1));
    assertThat(began.poll(5, TimeUnit.SECONDS)).isEqualTo("held 1");
    assign(runner, "held", 2, 1, soon);
    supervisor.expectMessage(working(2, 1));

    assertThat(interrupted.poll(5, TimeUnit.SECONDS)).isEqualTo("held 1");

    assign(runner, "double", 3, 1);
    supervisor.expectMessage(working(3, 1));
    supervisor.expectMessage(returned(3, 1, 6));
    assertThat(began).isEmpty();
  }

  @Test
  void the_end_of_the_node_interrupts_what_runs() throws InterruptedException {
    var runner = runner(1, 4);
    assign(runner, "held", 1, 1);
    supervisor.expectMessage(working(1, 1));
    assertThat(began.poll(5, TimeUnit.SECONDS)).isEqualTo("held 1");

    kit.stop(runner);

    assertThat(interrupted.poll(5, TimeUnit.SECONDS)).isEqualTo("held 1");
  }

  @Test
  void a_cancel_interrupts_and_is_confirmed_whether_or_not_anything_runs()
      throws InterruptedException {
    var runner = runner(1, 4);
    assign(runner, "held", 1, 1);
    supervisor.expectMessage(working(1, 1));
    assertThat(began.poll(5, TimeUnit.SECONDS)).isEqualTo("held 1");
    runner.tell(new FunctionRunner.Told(TASK, new AgentCommand.Cancel(1, 1, supervisor.ref())));
    supervisor.expectMessage(new AgentReply.Cancelled(1, 1));
    assertThat(interrupted.poll(5, TimeUnit.SECONDS)).isEqualTo("held 1");
    runner.tell(new FunctionRunner.Told(TASK, new AgentCommand.Cancel(9, 1, supervisor.ref())));
    supervisor.expectMessage(new AgentReply.Cancelled(9, 1));
    assign(runner, "double", 2, 1);
    supervisor.expectMessage(working(2, 1));
    supervisor.expectMessage(returned(2, 1, 4));
  }

  @Test
  void no_more_run_at_once_and_wait_than_the_settings_allow() {
    var runner = runner(1, 1);
    assign(runner, "held", 1, 1);
    assign(runner, "double", 2, 1);
    assign(runner, "double", 3, 1);
    supervisor.expectMessage(working(1, 1));
    supervisor.expectMessage(working(2, 1));
    held.countDown();
    supervisor.expectMessage(returned(1, 1, 1));
    supervisor.expectMessage(returned(2, 1, 4));
    assign(runner, "double", 3, 1);
    supervisor.expectMessage(working(3, 1));
    supervisor.expectMessage(returned(3, 1, 6));
  }
}
