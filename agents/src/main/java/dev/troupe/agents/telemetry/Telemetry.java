package dev.troupe.agents.telemetry;

import java.util.Map;

/**
 * Who is told of work that is over. Nothing told here may block or fail: no work waits for it, and
 * none fails because of it.
 */
public interface Telemetry {

  /** Nobody: what asks {@link #isOn} first pays nothing. */
  Telemetry NONE =
      new Telemetry() {
        @Override
        public boolean isOn() {
          return false;
        }

        @Override
        public void ended(Span span) {}

        @Override
        public void measured(Measure measure, double value, Map<String, Object> attributes) {}
      };

  default boolean isOn() {
    return true;
  }

  /** Whether spans of this trace are kept: the same on every node. */
  default boolean samples(String trace) {
    return isOn();
  }

  /** Whether what models are asked and answer may be told, too. */
  default boolean takesContent() {
    return false;
  }

  void ended(Span span);

  void measured(Measure measure, double value, Map<String, Object> attributes);
}
