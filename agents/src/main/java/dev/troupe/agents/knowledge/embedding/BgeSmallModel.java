package dev.troupe.agents.knowledge.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.troupe.agents.knowledge.Embedder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * bge-small-en-v1.5, quantised, on one ONNX session that computes on its caller's thread: a pool of
 * the session's own would take every core for each text. Safe to be called by several threads.
 */
final class BgeSmallModel {
  private static final String MODEL = "/bge-small-en-v1.5-q.onnx";
  private static final String TOKENIZER = "/bge-small-en-v1.5-q-tokenizer.json";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final WordPieces tokenizer;

  private BgeSmallModel(OrtEnvironment environment, OrtSession session, WordPieces tokenizer) {
    this.environment = environment;
    this.session = session;
    this.tokenizer = tokenizer;
  }

  /** Takes most of a second. */
  static BgeSmallModel load() {
    try (InputStream model = resource(MODEL);
        InputStream words = resource(TOKENIZER);
        var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      OrtSession session = environment.createSession(model.readAllBytes(), options);
      return new BgeSmallModel(environment, session, WordPieces.read(words));
    } catch (OrtException broken) {
      throw new IllegalStateException("The embedding model cannot be loaded", broken);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("The embedding model cannot be read", unreadable);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream found = BgeSmallModel.class.getResourceAsStream(name);
    if (found == null) {
      throw new IOException(name + " is missing on the class path");
    }
    return found;
  }

  /**
   * The vector of the opening token, at unit length. One text at a time: in a batch, quantisation
   * would let texts change each other's vectors.
   */
  float[] vector(String text) {
    long[] ids = tokenizer.ids(text);
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    try (OnnxTensor tokens = tensor(ids);
        OnnxTensor attention = tensor(ones);
        OnnxTensor types = tensor(new long[ids.length]);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids", tokens, "attention_mask", attention, "token_type_ids", types))) {
      OnnxTensor states = (OnnxTensor) result.get(0);
      float[] vector = new float[Embedder.DIMENSIONS];
      states.getFloatBuffer().get(vector);
      return atUnitLength(vector);
    } catch (OrtException failure) {
      throw new IllegalStateException(
          "A text of " + text.length() + " characters cannot be embedded", failure);
    }
  }

  private OnnxTensor tensor(long[] values) throws OrtException {
    return OnnxTensor.createTensor(
        environment, LongBuffer.wrap(values), new long[] {1, values.length});
  }

  private static float[] atUnitLength(float[] vector) {
    double sum = 0;
    for (float part : vector) {
      sum += (double) part * part;
    }
    float length = (float) Math.sqrt(sum);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return vector;
  }
}
