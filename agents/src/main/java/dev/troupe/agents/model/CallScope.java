package dev.troupe.agents.model;

import dev.langchain4j.http.client.SuccessfulHttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What belongs to one try of a call but has no place in the model interface between the provider
 * and the transport: both run on the call's own thread.
 *
 * @param headers sent with the request
 * @param isOfStep whether the deadline is the step's: the call by itself might take longer
 * @param streamed where a streamed answer is gathered
 * @param sent the body that went out, the same in every try
 * @param answered what an endpoint answered already, to be read in place of asking it again
 */
record CallScope(
    Map<String, String> headers,
    Instant deadline,
    boolean isOfStep,
    Protocol protocol,
    StreamedAnswer streamed,
    SentBody sent,
    Optional<SuccessfulHttpResponse> answered) {
  static final ScopedValue<CallScope> CURRENT = ScopedValue.newInstance();

  CallScope(Map<String, String> headers, Instant deadline, boolean isOfStep, Protocol protocol) {
    this(
        headers,
        deadline,
        isOfStep,
        protocol,
        new StreamedAnswer(ModelGateway.Listener.NONE),
        new SentBody(),
        Optional.empty());
  }

  /** For the next try. */
  CallScope again(ModelGateway.Listener listener) {
    return new CallScope(
        headers,
        deadline,
        isOfStep,
        protocol,
        new StreamedAnswer(listener),
        sent,
        Optional.empty());
  }

  CallScope answeredBy(SuccessfulHttpResponse response) {
    return new CallScope(
        headers, deadline, isOfStep, protocol, streamed, sent, Optional.of(response));
  }

  Duration left(InstantSource clock) {
    return Duration.between(clock.instant(), deadline);
  }
}
