package io.malmoi.torchscript;

/**
 * Values that a parameter begins with: drawn from a normal distribution.
 *
 * @param mean of the distribution
 * @param deviation standard deviation, 0 or more; with 0 all values are {@code mean}
 */
public record Initial(double mean, double deviation) {
    /** All zero. */
    public static final Initial ZEROS = new Initial(0, 0);
    /** All one. */
    public static final Initial ONES = new Initial(1, 0);

    /** Normally distributed around zero. */
    public static Initial normal(double deviation) {
        return new Initial(0, deviation);
    }
}
