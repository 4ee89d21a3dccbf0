package dev.troupe.agents.agent;

import com.typesafe.config.Config;

/**
 * What tools may take of a node, under {@code troupe.agents}.
 *
 * @param atOnce how many work at a time
 * @param ofOneAtOnce how many calls of the same tool
 * @param resultBytes the longest result, as JSON
 */
record ToolSettings(int atOnce, int ofOneAtOnce, long resultBytes) {

  /**
   * @param agents the block {@code troupe.agents}
   */
  static ToolSettings of(Config agents) {
    return new ToolSettings(
        agents.getInt("tools-at-once"),
        agents.getInt("same-tool-at-once"),
        agents.getBytes("tool-result-bytes"));
  }
}
