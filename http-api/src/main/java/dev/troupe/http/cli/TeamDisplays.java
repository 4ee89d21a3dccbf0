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

  static TeamDisplay open(Streams streams, boolean quiet, String goal) {
    if (quiet) {
      return NONE;
    }
    return streams.terminal()
        ? LiveDisplay.open(streams.err(), goal)
        : new PlainDisplay(streams.err(), goal);
  }
}
