package dev.troupe.agents.tool;

import com.fasterxml.jackson.databind.JsonNode;

/** Something a model may ask for: a search, a page, a change in another system. */
public interface Tool {

  ToolSpec spec();

  /**
   * Does the work, on a virtual thread; it may block and is interrupted when the result is not
   * wanted any more.
   *
   * @param input fits the tool's schema
   * @throws ToolFailure with a text for the model
   */
  JsonNode call(ToolCall call, JsonNode input) throws Exception;

  /** Of its author's classes. */
  default ClassLoader loader() {
    var loader = getClass().getClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }
}
