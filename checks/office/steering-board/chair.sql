-- One row a decision on the board on the unit's list of evidence; the best one in force at the as-of date decides.
-- Its file has to open and show the number cited; no file, or a scan without text, leaves it unknown.
select board.id as key,
       board.valid_from <= :as_of and board.valid_to >= :as_of
         and file.opens and file.number_found
         and board.subject = 'head' as head,
       board.valid_from <= :as_of and board.valid_to >= :as_of
         and file.opens and file.number_found
         and board.subject = 'deputy' as deputy
  from acts board
  left join evidence_files file on file.id = board.file_id
 where board.unit_id = :unit
   and board.kind = 'steering_board'
