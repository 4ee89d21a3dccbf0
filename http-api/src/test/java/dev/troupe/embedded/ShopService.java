package dev.troupe.embedded;

import com.typesafe.config.ConfigFactory;
import dev.troupe.supervisor.SubmitReply;
import dev.troupe.supervisor.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The example of docs/java.md: a service with the engine inside. */
final class ShopService implements AutoCloseable {
  private final Workflow orders = Shop.orders();
  private final Tasks tasks;

  ShopService(Path folder) {
    var config = ConfigFactory.parseMap(Map.of("troupe.store.directory", folder.toString()));
    tasks = Troupe.with(config).workflow(orders).start();
  }

  /** The same order number is the same task, however often it is handed in. */
  CompletionStage<String> accept(String number, Shop.Order order) {
    var submission = orders.submission("Order " + number, order).withIdempotencyKey(number);
    return tasks
        .submit(submission)
        .thenApply(reply ->
            switch (reply) {
              case SubmitReply.Accepted(var id, _, _) -> id; // From here on it is durable.
              case SubmitReply.Conflict(var id) -> throw new IllegalStateException("not " + id);
              case SubmitReply.Invalid(var faults) ->
                  throw new IllegalArgumentException(faults + "");
              case SubmitReply.Unavailable(var why, _) -> throw new IllegalStateException(why);
              case SubmitReply.Unknown(var why) -> throw new IllegalStateException(why);
            });
  }

  CompletionStage<Shop.Delivery> delivered(String id) {
    return tasks
        .await(Troupe.TENANT, id, Duration.ofSeconds(30))
        .thenApply(task -> Workflow.output(task.orElseThrow(), Shop.Delivery.class));
  }

  @Override
  public void close() {
    tasks.close();
  }
}
