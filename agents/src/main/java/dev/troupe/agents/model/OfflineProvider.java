package dev.troupe.agents.model;

import dev.troupe.agents.Usage;
import java.time.Duration;
import java.time.InstantSource;

/** The default: no language model, no network, no tokens. */
final class OfflineProvider implements ModelProvider {
  static final String NAME = "offline";
  private static final Usage ONE_CALL = new Usage(1, 0, 0);

  private final OfflineAnswers engine;
  private final Duration latency;
  private final InstantSource clock;

  /**
   * @param latency added to every answer, to see how a slow model would do
   */
  OfflineProvider(OfflineAnswers engine, Duration latency, InstantSource clock) {
    this.engine = engine;
    this.latency = latency;
    this.clock = clock;
  }

  @Override
  public ModelReply answer(ModelGateway.Call call, String model) throws InterruptedException {
    var begun = clock.instant();
    if (begun.plus(latency).isAfter(call.deadline())) {
      throw new ModelFailure(
          ModelFailure.Kind.TIMEOUT,
          "The offline engine could not answer before the step's deadline, %s"
              .formatted(call.deadline()));
    }
    Thread.sleep(latency);
    var text = engine.answer(call.role(), call.prompt());
    return new ModelReply(text, ONE_CALL, NAME, Duration.between(begun, clock.instant()));
  }
}
