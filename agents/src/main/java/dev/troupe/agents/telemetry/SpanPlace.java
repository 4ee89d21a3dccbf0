package dev.troupe.agents.telemetry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a span stands: its trace and itself, in hexadecimal, as W3C Trace Context writes them.
 *
 * <p>Both are hashes of what the span tells of, never chance: every node, and every life of a node
 * after a restart, goes on in the same trace without having been told of it.
 */
public record SpanPlace(String trace, String span) {
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}.*");
  private static final int TRACE_CHARACTERS = 32;
  private static final int SPAN_CHARACTERS = 16;

  /** A task's trace: the beginning of the SHA-256 of {@code tenant/taskId}. */
  public static String trace(String tenant, String task) {
    return hash(tenant + "/" + task).substring(0, TRACE_CHARACTERS);
  }

  /**
   * Of the whole of a task's run: the span that all others of it stand in.
   *
   * @param run counted from 1
   */
  public static SpanPlace ofRun(String tenant, String task, int run) {
    return inTask(tenant, task, "run:" + run);
  }

  /** Of one attempt at a step. */
  public static SpanPlace ofAttempt(String tenant, String task, int assignment, int attempt) {
    return inTask(tenant, task, "step:%d:%d".formatted(assignment, attempt));
  }

  /**
   * Of a tool that a model asked for.
   *
   * @param call of the model, counted per assignment
   * @param place in its reply, from 1
   */
  public static SpanPlace ofTool(String tenant, String task, int assignment, int call, int place) {
    return inTask(tenant, task, "tool:%d:%d.%d".formatted(assignment, call, place));
  }

  /**
   * Of anything else of a task.
   *
   * @param what is the same for the same span only
   */
  public static SpanPlace inTask(String tenant, String task, String what) {
    return new SpanPlace(trace(tenant, task), span(tenant + "/" + task + ":" + what));
  }

  /** Another span of the same trace. */
  public SpanPlace beside(String what) {
    return new SpanPlace(trace, span(what));
  }

  /** Empty where the header says nothing that can be used. */
  public static Optional<SpanPlace> read(String traceparent) {
    return Optional.of(TRACEPARENT.matcher(traceparent))
        .filter(Matcher::matches)
        .map(found -> new SpanPlace(found.group(1), found.group(2)))
        .filter(SpanPlace::isSet);
  }

  private boolean isSet() {
    return !trace.equals("0".repeat(TRACE_CHARACTERS)) && !span.equals("0".repeat(SPAN_CHARACTERS));
  }

  /** The header's value. */
  public String traceparent(boolean sampled) {
    return "00-%s-%s-%s".formatted(trace, span, sampled ? "01" : "00");
  }

  private static String span(String what) {
    return hash(what).substring(0, SPAN_CHARACTERS);
  }

  private static String hash(String what) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java platform has SHA-256", impossible);
    }
  }
}
