package dev.troupe.http;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prometheus' text format, version 0.0.4: a name, what it means, and its samples. */
final class Exposition {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder();

  /** A value that goes up and down. */
  <T> Exposition gauge(String name, String help, Map<Map<String, String>, T> samples) {
    return family(name, "gauge", help, samples, String::valueOf);
  }

  /** A value that only grows, from the start of the node. */
  <T> Exposition counter(String name, String help, Map<Map<String, String>, T> samples) {
    return family(name, "counter", help, samples, String::valueOf);
  }

  private <T> Exposition family(
      String name,
      String type,
      String help,
      Map<Map<String, String>, T> samples,
      Function<T, String> number) {
    text.append("# HELP %s %s%n# TYPE %s %s%n".formatted(name, help, name, type).replace("\r", ""));
    samples.forEach((labels, value) ->
        text.append(name)
            .append(labels(labels))
            .append(' ')
            .append(number.apply(value))
            .append('\n'));
    return this;
  }

  private static String labels(Map<String, String> labels) {
    return labels.isEmpty()
        ? ""
        : labels.entrySet().stream()
            .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
            .collect(Collectors.joining(",", "{", "}"));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** As label values are written. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
