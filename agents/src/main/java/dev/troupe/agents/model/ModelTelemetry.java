package dev.troupe.agents.model;

import dev.troupe.agents.telemetry.Measure;
import dev.troupe.agents.telemetry.Span;
import dev.troupe.agents.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells of every call of a model when it is over, answered or not: a call that another life had
 * recorded is not made again, and so not told again.
 */
final class ModelTelemetry {
  /** Nobody waits for the answer any more. */
  private static final String CANCELLED = "cancelled";

  private static final String OTHER = "_OTHER";
  private static final double NANOS = 1e9;

  private final Telemetry telemetry;
  private final InstantSource clock;

  /** A call that is made. */
  interface Asking {
    ModelReply answer() throws InterruptedException;
  }

  ModelTelemetry(Telemetry telemetry, InstantSource clock) {
    this.telemetry = telemetry;
    this.clock = clock;
  }

  /**
   * @param name of the model that is asked, and no other
   * @param provider by the conventions' name for it
   */
  ModelReply told(ModelGateway.Call call, ModelName name, String provider, Asking asking)
      throws InterruptedException {
    var inside = call.inside();
    if (inside == null || !telemetry.isOn()) {
      return asking.answer();
    }
    var begun = clock.instant();
    var place = inside.beside(call.idempotencyKey() + "@" + begun);
    var notes = new CallNotes(provider, place, telemetry.samples(place.trace()), clock);
    var told = new Told(call, name, notes, begun);
    try {
      var reply = ScopedValue.where(CallNotes.CURRENT, notes).call(asking::answer);
      tell(told, reply, null);
      return reply;
    } catch (ModelFailure failure) {
      tell(told, null, failure.kind().errorName());
      throw failure;
    } catch (InterruptedException stopped) {
      tell(told, null, CANCELLED);
      throw stopped;
    } catch (RuntimeException unplanned) {
      tell(told, null, OTHER);
      throw unplanned;
    }
  }

  private record Told(ModelGateway.Call call, ModelName name, CallNotes notes, Instant begun) {
    /** What spans and measurements say alike. */
    Map<String, Object> attributes(@Nullable ModelReply reply, @Nullable String error) {
      var attributes = new LinkedHashMap<String, Object>();
      attributes.put("gen_ai.operation.name", "chat");
      attributes.put("gen_ai.provider.name", notes.provider());
      attributes.put("gen_ai.request.model", model());
      if (reply != null) {
        attributes.put("gen_ai.response.model", ModelName.of(reply.model()).modelOrProvider());
      }
      for (var key : new String[] {"server.address", "server.port"}) {
        var value = notes.attributes().get(key);
        if (value != null) {
          attributes.put(key, value);
        }
      }
      if (error != null) {
        attributes.put("error.type", error);
      }
      return attributes;
    }

    String model() {
      return name.modelOrProvider();
    }
  }

  private void tell(Told told, @Nullable ModelReply reply, @Nullable String error) {
    var ended = clock.instant();
    var shared = told.attributes(reply, error);
    telemetry.ended(
        new Span(
            told.notes().place(),
            told.call().inside(),
            "chat " + told.model(),
            told.notes().tries() == 0 ? Span.Kind.INTERNAL : Span.Kind.CLIENT,
            told.begun(),
            ended,
            ofSpan(told, shared, reply),
            error));
    measure(told, shared, reply, Duration.between(told.begun(), ended));
  }

  private Map<String, Object> ofSpan(
      Told told, Map<String, Object> shared, @Nullable ModelReply reply) {
    var own = new LinkedHashMap<>(shared);
    own.putAll(told.notes().attributes());
    own.put("gen_ai.request.max_tokens", (long) told.call().role().limits().maxOutputTokens());
    own.put("gen_ai.conversation.id", told.call().taskId());
    own.put("gen_ai.agent.name", told.call().role().name());
    if (told.notes().tries() > 1) {
      own.put("troupe.tries", (long) told.notes().tries());
    }
    told.notes()
        .timeToFirstChunk()
        .ifPresent(waited -> own.put("gen_ai.response.time_to_first_chunk", seconds(waited)));
    if (reply != null) {
      own.put("gen_ai.usage.input_tokens", reply.usage().inputTokens());
      own.put("gen_ai.usage.output_tokens", reply.usage().outputTokens());
    }
    // Of a long conversation it is a long text: not for a span that is thrown away.
    if (told.notes().sampled() && telemetry.takesContent()) {
      own.putAll(CallContent.of(told.call().prompt(), reply));
    }
    return own;
  }

  private void measure(
      Told told, Map<String, Object> shared, @Nullable ModelReply reply, Duration took) {
    telemetry.measured(Measure.OPERATION_DURATION, seconds(took), shared);
    told.notes()
        .timeToFirstChunk()
        .ifPresent(
            waited -> telemetry.measured(Measure.TIME_TO_FIRST_CHUNK, seconds(waited), shared));
    // Where a provider counts no tokens, none are told of.
    if (reply != null && reply.usage().inputTokens() + reply.usage().outputTokens() > 0) {
      measure("input", reply.usage().inputTokens(), shared);
      measure("output", reply.usage().outputTokens(), shared);
    }
  }

  private void measure(String type, long tokens, Map<String, Object> shared) {
    var attributes = new LinkedHashMap<>(shared);
    attributes.put("gen_ai.token.type", type);
    telemetry.measured(Measure.TOKEN_USAGE, (double) tokens, attributes);
  }

  private static double seconds(Duration time) {
    return time.toNanos() / NANOS;
  }
}
