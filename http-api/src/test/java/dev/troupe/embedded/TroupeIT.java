package dev.troupe.embedded;

import static dev.troupe.embedded.Steps.java;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.function.Functions;
import dev.troupe.persistence.Json;
import dev.troupe.supervisor.Outcome;
import dev.troupe.supervisor.SubmitReply;
import dev.troupe.supervisor.TaskStatus;
import dev.troupe.supervisor.TaskView;
import dev.troupe.supervisor.Tasks;
import dev.troupe.supervisor.workflow.DefinitionText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TroupeIT {
  private static final String TENANT = "default";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  private Config config(String... more) {
    return ConfigFactory.parseMap(Map.of("troupe.store.directory", folder.toString()))
        .withFallback(ConfigFactory.parseString(String.join("\n", more)));
  }

  private static <T> T result(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(40, TimeUnit.SECONDS).join();
  }

  private static String accepted(SubmitReply reply) {
    assertThat(reply).isInstanceOf(SubmitReply.Accepted.class);
    return ((SubmitReply.Accepted) reply).id();
  }

  private static TaskView ended(Tasks tasks, String id) {
    var task = result(tasks.await(TENANT, id, PATIENCE)).orElseThrow();
    assertThat(task.status().ended()).as("%s", task).isTrue();
    return task;
  }

  @Test
  void a_service_hands_in_records_and_gets_records() {
    var orders = Shop.orders();
    var order =
        new Shop.Order("Ada", List.of(new Shop.Line("pen", 3, 1.5), new Shop.Line("ink", 1, 4.0)));
    try (Tasks tasks = Troupe.with(config()).workflow(orders).start()) {
      var submission = orders.submission("Order 17", order).withIdempotencyKey("order-17");
      var id = accepted(result(tasks.submit(submission)));
      var task = ended(tasks, id);
      assertThat(task.workflowHash()).isEqualTo(orders.hash());
      assertThat(Workflow.output(task, Shop.Delivery.class))
          .isEqualTo(
              new Shop.Delivery(
                  new Shop.Bill("Ada", 8.5),
                  List.of(new Shop.Parcel("pen", 3), new Shop.Parcel("ink", 1))));
      assertThat(accepted(result(tasks.submit(submission)))).isEqualTo(id);
      var types = result(tasks.events(TENANT, id, 0, 1000)).orElseThrow();
      assertThat(types).filteredOn(event -> event.type().equals("step-returned")).hasSize(3);

      var unicorn = new Shop.Order("Bob", List.of(new Shop.Line("unicorn", 1, 9)));
      var refused = ended(tasks, accepted(result(tasks.submit(orders.submission("x", unicorn)))));
      assertThat(refused.outcome()).isEqualTo(Outcome.NO_ANSWER);
      assertThat(refused.output()).isEqualTo(Json.parse("{\"sorry\": \"unicorn is sold out\"}"));
    }
  }

  @Test
  void the_service_of_the_page_delivers_an_order() {
    var order = new Shop.Order("Ada", List.of(new Shop.Line("pen", 3, 1.5)));
    try (var service = new ShopService(folder)) {
      var id = result(service.accept("17", order));
      assertThat(result(service.delivered(id)).bill()).isEqualTo(new Shop.Bill("Ada", 4.5));
      assertThat(result(service.accept("17", order))).isEqualTo(id);
    }
  }

  @Test
  void a_workflow_is_registered_like_one_from_a_file_and_keeps_its_hash() {
    var orders = Shop.orders();
    try (Tasks tasks = Troupe.with(config()).workflow(orders).start()) {
      var named = tasks.workflows().find(TENANT, "orders").orElseThrow();
      assertThat(named.definition()).isEqualTo(orders.definition());
      assertThat(named.summary().hash()).isEqualTo(orders.hash());
      assertThat(named.summary().isStored()).isTrue();
    }
    // Without the code: it is still there, and says what it lacks.
    try (Tasks tasks = Troupe.start(config())) {
      var reply = result(tasks.submit(orders.submission("Order 18", Map.of())));
      assertThat(reply).isInstanceOf(SubmitReply.Invalid.class);
      assertThat(((SubmitReply.Invalid) reply).faults())
          .anySatisfy(fault ->
              assertThat(fault.detail()).contains("There is no Java function 'Shop.bill'"));
    }
  }

  /** Two steps; the second one waits in its first life. */
  private static Workflow twoSteps(AtomicInteger first, TypedCount second) {
    return Workflow.named("two-steps")
        .task("First", java("first", (JsonNode _) -> first.incrementAndGet()))
        .task("Second", java("second", second::count))
        .build();
  }

  /** Not a lambda, so that its captured state can be told apart. */
  private record TypedCount(AtomicInteger runs, CountDownLatch began, CountDownLatch released) {
    int count(Integer number) throws InterruptedException {
      runs.incrementAndGet();
      began.countDown();
      released.await();
      return 10 * number;
    }
  }

  @Test
  void what_was_recorded_never_runs_twice_and_what_was_cut_off_runs_again()
      throws InterruptedException {
    var first = new AtomicInteger();
    var held = new TypedCount(new AtomicInteger(), new CountDownLatch(1), new CountDownLatch(1));
    String id;
    try (Tasks tasks = Troupe.with(config()).workflow(twoSteps(first, held)).start()) {
      id = accepted(result(tasks.submit(twoSteps(first, held).submission("x", Map.of()))));
      assertThat(held.began().await(30, TimeUnit.SECONDS)).isTrue();
    }
    var free = new TypedCount(new AtomicInteger(), new CountDownLatch(1), new CountDownLatch(0));
    try (Tasks tasks = Troupe.with(config()).workflow(twoSteps(first, free)).start()) {
      assertThat(ended(tasks, id).output()).isEqualTo(Json.parse("10"));
    }
    held.released().countDown();
    assertThat(first).hasValue(1);
    assertThat(held.runs()).hasValue(1);
    assertThat(free.runs()).hasValue(1);
  }

  @Test
  void a_name_of_another_service_can_be_bound_to_a_function() {
    var functions = Functions.NONE.with("Shop.bill", Shop::bill);
    var bound =
        config(
            "troupe.resources = [{ match = \"arn:aws:lambda:*:Bill*\", bind = \"java:Shop.bill\" }]");
    var machine =
        """
        {"StartAt": "Bill", "States": {"Bill": {"Type": "Task", "InputPath": "$.input",
          "Resource": "arn:aws:lambda:eu-central-1:1:function:BillIt", "End": true}}}\
        """;
    try (Tasks tasks = Troupe.with(bound).functions(functions).start()) {
      result(tasks.workflows().put(TENANT, "bill", DefinitionText.json(machine)));
      var order = Json.toTree(new Shop.Order("Ada", List.of()));
      var submission = dev.troupe.supervisor.Submission.to("bill", "x", order);
      var task = ended(tasks, accepted(result(tasks.submit(submission))));
      assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
      assertThat(task.output()).isEqualTo(Json.parse("{\"customer\": \"Ada\", \"total\": 0.0}"));
    }
  }

  @Test
  void a_configuration_that_cannot_be_meant_is_refused() {
    assertThatThrownBy(() -> Troupe.start(ConfigFactory.load()))
        .hasMessageContaining("not ConfigFactory.load()");
    assertThatThrownBy(() -> Troupe.start(ConfigFactory.empty()))
        .hasMessageStartingWith("troupe.store.directory is missing");
    assertThatThrownBy(() -> Troupe.start(config("troupe.tasks.step = 3")))
        .hasMessageContaining("troupe.tasks.step: there is no such setting");
    var elsewhere = Workflow.named("elsewhere").task("Only", Steps.resource("arn:Bill")).build();
    var bound = config("troupe.resources = [{ match = \"arn:*\", bind = \"java:missing\" }]");
    assertThatThrownBy(() -> Troupe.with(bound).workflow(elsewhere).start())
        .hasMessageContaining(
            "'arn:Bill' is bound to 'java:missing' by troupe.resources. There is");
    var unbound = Workflow.named("unbound").task("Only", java("missing")).build();
    assertThatThrownBy(() -> Troupe.with(config()).workflow(unbound).start())
        .hasMessageContaining("The workflow 'unbound' cannot be registered")
        .hasMessageContaining("There is no Java function 'missing'");
  }
}
