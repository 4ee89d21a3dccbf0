package dev.troupe.agents.agent;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * What tools may take of a node, under {@code troupe.agents}.
 *
 * @param atOnce how many work at a time
 * @param ofOneAtOnce how many calls of the same tool
 * @param resultBytes the longest result, as JSON
 * @param personAnswersWithin how long people have whom a model asks
 * @param callDepth how many roles may call one another, each the next
 */
record ToolSettings(
    int atOnce, int ofOneAtOnce, long resultBytes, Duration personAnswersWithin, int callDepth) {

  private static final int DEEPEST = 10;
  private static final Duration LONGEST = Duration.ofDays(1_000);

  /**
   * @param agents the block {@code troupe.agents}
   */
  static ToolSettings of(Config agents) {
    return new ToolSettings(
        agents.getInt("tools-at-once"),
        agents.getInt("same-tool-at-once"),
        agents.getBytes("tool-result-bytes"),
        atLeastASecond(agents, "person-answers-within"),
        depth(agents));
  }

  private static int depth(Config agents) {
    var depth = agents.getInt("call-depth");
    if (depth < 1 || depth > DEEPEST) {
      throw new IllegalArgumentException(
          "troupe.agents.call-depth: it must be from 1 to " + DEEPEST);
    }
    return depth;
  }

  private static Duration atLeastASecond(Config agents, String setting) {
    var duration = agents.getDuration(setting);
    if (duration.compareTo(Duration.ofSeconds(1)) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "troupe.agents.%s: it must be from 1 second to %d days"
              .formatted(setting, LONGEST.toDays()));
    }
    return duration;
  }
}
