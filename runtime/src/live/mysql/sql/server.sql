SELECT VERSION(), @@version_comment, DATABASE()
