package dev.troupe.agents.telemetry;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. */
public final class Heard implements Telemetry {
  public final List<Span> spans = new CopyOnWriteArrayList<>();
  public final List<Measured> measured = new CopyOnWriteArrayList<>();
  private final boolean content;
  private final boolean sampled;

  /** One measurement. */
  public record Measured(Measure measure, double value, Map<String, Object> attributes) {}

  public Heard() {
    this(false);
  }

  public Heard(boolean content) {
    this(content, true);
  }

  /**
   * @param sampled whether spans are kept; they are heard of all the same
   */
  public Heard(boolean content, boolean sampled) {
    this.content = content;
    this.sampled = sampled;
  }

  public List<String> names() {
    return spans.stream().map(Span::name).toList();
  }

  @Override
  public boolean samples(String trace) {
    return sampled;
  }

  @Override
  public boolean takesContent() {
    return content;
  }

  @Override
  public void ended(Span span) {
    spans.add(span);
  }

  @Override
  public void measured(Measure measure, double value, Map<String, Object> attributes) {
    measured.add(new Measured(measure, value, attributes));
  }
}
