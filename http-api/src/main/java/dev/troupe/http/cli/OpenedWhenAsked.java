package dev.troupe.http.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Lets others in at the first event that somebody outside this process has to answer. */
record OpenedWhenAsked(TeamDisplay display, Session session) implements TeamDisplay {

  @Override
  public void event(JsonNode event) {
    if (needsSomebody(event)) {
      session.openToOthers();
    }
    display.event(event);
  }

  /** A question to people, or a step that only its token ends. */
  private static boolean needsSomebody(JsonNode event) {
    return switch (event.path("type").asText()) {
      case "approval-requested" -> true;
      case "step-assigned" -> event.at("/data/token").isTextual();
      default -> false;
    };
  }

  @Override
  public void progress(JsonNode progress) {
    display.progress(progress);
  }

  @Override
  public boolean showsWriting() {
    return display.showsWriting();
  }

  @Override
  public void wrote(JsonNode delta) {
    display.wrote(delta);
  }

  @Override
  public void tookBack(JsonNode reset) {
    display.tookBack(reset);
  }

  @Override
  public void notice(JsonNode notice) {
    display.notice(notice);
  }

  @Override
  public void settled(JsonNode task) {
    display.settled(task);
  }

  @Override
  public void close() {
    display.close();
  }
}
