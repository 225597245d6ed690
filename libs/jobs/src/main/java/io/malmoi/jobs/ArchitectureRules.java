package io.malmoi.jobs;

import io.malmoi.v1.Architecture;
import io.malmoi.v1.Architecture.Family;
import io.malmoi.v1.ArchitectureOrBuilder;

/** The rules and defaults of an {@link Architecture}. */
final class ArchitectureRules {
    private static final int GPT2_INNER_WIDTHS = 4;
    private static final int INNER_WIDTH_STEP = 64;

    private ArchitectureRules() {}

    /** Checks a shape whose defaults are filled in. */
    static void check(Architecture shape, FieldRules rules) {
        rules.range("architecture.layers", shape.getLayers(), 1, 256);
        rules.range("architecture.heads", shape.getHeads(), 1, 256);
        rules.range("architecture.width", shape.getWidth(), 8, 65_536);
        rules.range("architecture.block_size", shape.getBlockSize(), 8, 131_072);
        rules.real(
                "architecture.dropout",
                shape.getDropout(),
                share -> share >= 0 && share < 1,
                "from 0 up to, not including, 1");
        rules.require(
                shape.getFamily() != Family.UNRECOGNIZED,
                "architecture.family",
                "is " + shape.getFamilyValue() + "; it must be GPT2, LLAMA, QWEN2, QWEN3 or unspecified");
        rules.require(
                shape.getHeads() < 1
                        || shape.getWidth() % shape.getHeads() == 0
                        || shape.getHeadDimension() != derivedHeadDimension(shape),
                "architecture.width",
                "is " + shape.getWidth() + ", which heads (" + shape.getHeads()
                        + ") does not divide; make it a multiple");
        if (shape.getFamily() == Family.GPT2) {
            checkGpt2(shape, rules);
        } else {
            checkLlama(shape, rules);
        }
    }

    private static int derivedHeadDimension(ArchitectureOrBuilder shape) {
        return shape.getWidth() / Math.max(1, shape.getHeads());
    }

    private static void checkGpt2(Architecture shape, FieldRules rules) {
        requireOfGpt2("key_value_heads", shape.getKeyValueHeads(), shape.getHeads(), rules);
        requireOfGpt2("inner_width", shape.getInnerWidth(), GPT2_INNER_WIDTHS * shape.getWidth(), rules);
        requireOfGpt2("head_dimension", shape.getHeadDimension(), derivedHeadDimension(shape), rules);
        rules.require(
                shape.getRopeTheta() == 0,
                "architecture.rope_theta",
                "is set, but GPT2 has no rotary positions; leave it out, or choose another family");
    }

    private static void requireOfGpt2(String field, int value, int only, FieldRules rules) {
        rules.require(
                value == only,
                "architecture." + field,
                "is " + value + ", but GPT2's is " + only + "; leave it out, or choose another family");
    }

    private static void checkLlama(Architecture shape, FieldRules rules) {
        int shared = shape.getKeyValueHeads();
        rules.require(
                shape.getHeads() < 1 || shared >= 1 && shape.getHeads() % shared == 0,
                "architecture.key_value_heads",
                "is " + shared + ", which does not divide heads (" + shape.getHeads() + ")");
        rules.range("architecture.inner_width", shape.getInnerWidth(), 1, 262_144);
        rules.range("architecture.head_dimension", shape.getHeadDimension(), 2, 1_024);
        rules.require(
                shape.getHeadDimension() % 2 == 0,
                "architecture.head_dimension",
                "is " + shape.getHeadDimension() + "; rotary positions need an even one");
        rules.real(
                "architecture.rope_theta", shape.getRopeTheta(), theta -> theta >= 1 && theta <= 1e9, "from 1 to 1e9");
        boolean bias = shape.getFamily() == Family.QWEN2;
        rules.require(
                shape.getQueryKeyValueBias() == bias,
                "architecture.query_key_value_bias",
                "is " + !bias + ", but " + shape.getFamily() + " has it " + bias
                        + "; leave it out, or choose another family");
    }

    static Architecture withDefaults(Architecture shape) {
        Architecture.Builder complete = shape.toBuilder();
        if (shape.getFamily() == Family.FAMILY_UNSPECIFIED) {
            complete.setFamily(Family.GPT2);
        }
        if (shape.getLayers() == 0) {
            complete.setLayers(6);
        }
        if (shape.getHeads() == 0) {
            complete.setHeads(6);
        }
        if (shape.getWidth() == 0) {
            complete.setWidth(384);
        }
        if (shape.getBlockSize() == 0) {
            complete.setBlockSize(256);
        }
        return addDerived(complete).build();
    }

    /** What follows from family, width and heads. */
    private static Architecture.Builder addDerived(Architecture.Builder shape) {
        boolean gpt2 = shape.getFamily() == Family.GPT2;
        if (shape.getKeyValueHeads() == 0) {
            shape.setKeyValueHeads(shape.getHeads());
        }
        if (shape.getInnerWidth() == 0) {
            shape.setInnerWidth(gpt2 ? GPT2_INNER_WIDTHS * shape.getWidth() : llamaInnerWidth(shape.getWidth()));
        }
        if (shape.getHeadDimension() == 0) {
            shape.setHeadDimension(derivedHeadDimension(shape));
        }
        if (shape.getRopeTheta() == 0 && !gpt2) {
            shape.setRopeTheta(10_000);
        }
        if (!shape.hasTiedHead()) {
            shape.setTiedHead(true);
        }
        if (!shape.hasQueryKeyValueBias()) {
            shape.setQueryKeyValueBias(gpt2 || shape.getFamily() == Family.QWEN2);
        }
        return shape;
    }

    private static int llamaInnerWidth(int width) {
        return (int) ((8L * width / 3 + INNER_WIDTH_STEP - 1) / INNER_WIDTH_STEP * INNER_WIDTH_STEP);
    }
}
