package dev.troupe.agents.model.limits;

/** Among how many nodes the limits are divided. */
public interface Share {
  /** The whole of it: a node alone. */
  Share ALONE =
      new Share() {
        @Override
        public int members() {
          return 1;
        }

        @Override
        public void onChange(Runnable look) {
          // Stays alone.
        }
      };

  /** At least 1: this node. */
  int members();

  /**
   * @param look called after every change, on any thread; must not block
   */
  void onChange(Runnable look);
}
