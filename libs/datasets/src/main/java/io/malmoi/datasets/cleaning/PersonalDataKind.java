package io.malmoi.datasets.cleaning;

/** A kind of personal data that can be masked. */
public enum PersonalDataKind {
    /** E-mail addresses. */
    EMAIL,
    /** Korean resident registration numbers, also with the last digits hidden. */
    RESIDENT_REGISTRATION_NUMBER,
    /** Numbers of payment cards: 14 to 16 digits, in groups, whose check digit is right. */
    CARD_NUMBER,
    /** Korean phone numbers. */
    PHONE_NUMBER,
    /** Dates and times of day. */
    DATE_AND_TIME,
    /** Korean addresses: a city or district, and a street or quarter with a number. */
    ADDRESS,
    /** Korean names that a title or a label tells. */
    PERSON
}
