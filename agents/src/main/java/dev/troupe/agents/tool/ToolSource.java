package dev.troupe.agents.tool;

/** Something that brings tools at a node's start and holds what they need until its end. */
public interface ToolSource extends AutoCloseable {
  Tools tools();

  @Override
  void close();
}
