package dev.troupe.agents.function;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agents.tool.Tools;

/**
 * What a jar brings to an engine: functions, tools and roles. The jar names its class, which is
 * public and has a public constructor without parameters, in {@code
 * META-INF/services/dev.troupe.agents.function.Plugin}.
 */
public interface Plugin {

  /** No two plugins of a folder have the same. */
  String name();

  /** What the resources {@code java:NAME} call. */
  default Functions functions() {
    return Functions.NONE;
  }

  /** What roles may list under {@code tools}, and the resources {@code tool:NAME} call. */
  default Tools tools() {
    return Tools.NONE;
  }

  /**
   * Blocks {@code NAME { instructions = ... }} as under {@code troupe.roles}; a user's
   * configuration wins over them.
   */
  default Config roles() {
    return ConfigFactory.empty();
  }
}
