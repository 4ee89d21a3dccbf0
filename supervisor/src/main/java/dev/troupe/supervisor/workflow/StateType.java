package dev.troupe.supervisor.workflow;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The types of states. */
enum StateType {
  TASK("Task"),
  PARALLEL("Parallel"),
  MAP("Map"),
  CHOICE("Choice"),
  PASS("Pass"),
  WAIT("Wait"),
  SUCCEED("Succeed"),
  FAIL("Fail");

  private final String typeName;

  StateType(String typeName) {
    this.typeName = typeName;
  }

  static @Nullable StateType named(String name) {
    return Arrays.stream(values())
        .filter(type -> type.typeName.equals(name))
        .findAny()
        .orElse(null);
  }

  static String faultOf(String name) {
    return "Unknown type of state '%s'; the types are Task, Parallel, Map, Choice, Pass, Wait, Succeed, Fail."
        .formatted(name);
  }
}
