package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Picks the display that fits where stderr goes. */
final class TeamDisplays {
  private static final TeamDisplay NONE =
      new TeamDisplay() {
        @Override
        public void event(JsonNode event) {}

        @Override
        public void progress(JsonNode progress) {}

        @Override
        public void close() {}
      };

  private TeamDisplays() {}

  /**
   * @param deltas whether pipes and logs are shown what models write; terminals always are
   */
  static TeamDisplay open(Streams streams, boolean quiet, boolean deltas, String goal) {
    if (quiet) {
      return NONE;
    }
    return streams.terminal()
        ? LiveDisplay.open(streams.err(), goal)
        : new PlainDisplay(streams.err(), deltas, goal);
  }
}
