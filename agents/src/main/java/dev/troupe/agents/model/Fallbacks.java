package dev.troupe.agents.model;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a role's models one after the other, while each is overloaded, late or down. */
final class Fallbacks {
  private static final Logger LOG = LoggerFactory.getLogger(Fallbacks.class);

  /** Asks the role's model, and no other. */
  interface Asking {
    ModelReply answer(ModelGateway.Call call) throws InterruptedException;
  }

  private final Asking asking;
  private final InstantSource clock;

  Fallbacks(Asking asking, InstantSource clock) {
    this.asking = asking;
    this.clock = clock;
  }

  /**
   * @param fallbacks in their order, after the role's own model
   * @throws ModelFailure the last model's, which tells the others' too
   */
  ModelReply answer(ModelGateway.Call call, List<String> fallbacks) throws InterruptedException {
    var role = call.role();
    var models = Stream.concat(Stream.of(role.model()), fallbacks.stream()).distinct().toList();
    var failures = new ArrayList<String>();
    var billed = new ArrayList<String>();
    for (int next = 0; ; next++) {
      try {
        return asking.answer(asking(call, models, next)).after(billed);
      } catch (ModelFailure failure) {
        failures.add("%s: %s".formatted(models.get(next), failure.getMessage()));
        billed.addAll(failure.billed(models.get(next)));
        boolean last = next + 1 == models.size() || !clock.instant().isBefore(call.deadline());
        if (last || !failure.kind().isOutage()) {
          throw failures.size() == 1
              ? failure
              : ModelFailure.of(failure.kind(), String.join("; then ", failures), billed);
        }
        LOG.warn(
            "Task {}, role {}: {} is asked in place of {}, which could not answer: {}",
            call.taskId(),
            role.name(),
            models.get(next + 1),
            models.get(next),
            failure.getMessage());
      }
    }
  }

  /** Another model is another request: under the same key an endpoint may refuse it. */
  private static ModelGateway.Call asking(
      ModelGateway.Call call, List<String> models, int position) {
    var following = models.subList(position + 1, models.size());
    return new ModelGateway.Call(
        call.role().withModels(models.get(position), following),
        call.taskId(),
        position == 0 ? call.idempotencyKey() : call.idempotencyKey() + ":" + position,
        call.prompt(),
        call.deadline(),
        call.tools(),
        call.charge(),
        call.listener(),
        call.inside());
  }
}
