"""Health Connect: the database that an Android phone exports."""
